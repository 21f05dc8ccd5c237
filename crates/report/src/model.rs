//! Small linear models: a sum of weights over hashed features, so that a
//! judgement which no rule states well can be learnt from labelled reports.
//!
//! A model is a file of [`SLOTS`] signed bytes behind a scale and a bias; the
//! script `train` writes it. The grammar proposes, the model disposes, and the
//! same text always gets the same answer.

/// How many weights a model has; features fall into them by their hash.
pub const SLOTS: usize = 1 << 17;

/// What a thing is like: hashes of its features, each slot at most once.
#[derive(Debug, Clone, Default)]
pub struct Features {
    slots: Vec<u32>,
}

impl Features {
    /// Notes that the feature `name` has the value `value`.
    pub fn add(&mut self, name: &str, value: &str) {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in name.bytes().chain([0]).chain(value.bytes()) {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0100_0000_01b3);
        }
        let folded = (hash >> 40) ^ hash;
        self.slots.push((folded % SLOTS as u64) as u32);
    }

    /// Notes that something is so.
    pub fn flag(&mut self, name: &str, holds: bool) {
        if holds {
            self.add(name, "");
        }
    }

    /// Notes a count by its rough size.
    pub fn size(&mut self, name: &str, count: usize) {
        let bucket = match count {
            0..=4 => count,
            5..=6 => 5,
            7..=9 => 7,
            10..=14 => 10,
            15..=21 => 15,
            22..=32 => 22,
            33..=50 => 33,
            51..=80 => 51,
            _ => 81,
        };
        self.add(name, &bucket.to_string());
    }

    /// The slots, sorted, each once.
    pub fn slots(mut self) -> Vec<u32> {
        self.slots.sort_unstable();
        self.slots.dedup();
        self.slots
    }
}

/// A trained model.
pub struct Model {
    bias: f32,
    scale: f32,
    weights: Vec<i8>,
}

impl Model {
    /// Bytes of a model file.
    pub const BYTES: usize = 8 + SLOTS;

    /// Reads a model file; a file of another size is a model that always says no.
    pub fn from_bytes(bytes: &[u8]) -> Model {
        let number = |at: usize| {
            bytes
                .get(at..at + 4)
                .and_then(|four| four.try_into().ok())
                .map_or(0.0, f32::from_le_bytes)
        };
        if bytes.len() != Self::BYTES {
            return Model {
                bias: -1.0,
                scale: 0.0,
                weights: vec![0; SLOTS],
            };
        }
        Model {
            bias: number(0),
            scale: number(4),
            weights: bytes[8..].iter().map(|byte| byte.cast_signed()).collect(),
        }
    }

    /// The log-odds that the thing is what the model looks for.
    pub fn score(&self, features: Features) -> f32 {
        let sum: i32 = features
            .slots()
            .iter()
            .map(|slot| i32::from(self.weights[*slot as usize]))
            .sum();
        self.bias + self.scale * sum as f32
    }

    /// Packs trained weights into the bytes of a model file.
    pub fn pack(bias: f32, weights: &[f32]) -> Vec<u8> {
        let largest = weights.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
        let scale = if largest == 0.0 { 1.0 } else { largest / 127.0 };
        let mut out = Vec::with_capacity(Self::BYTES);
        out.extend_from_slice(&bias.to_le_bytes());
        out.extend_from_slice(&scale.to_le_bytes());
        out.extend((0..SLOTS).map(|slot| {
            let weight = weights.get(slot).copied().unwrap_or(0.0);
            ((weight / scale).round() as i8).cast_unsigned()
        }));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_model_scores_as_it_was_trained() {
        let mut features = Features::default();
        features.add("verb", "建设");
        let slot = features.clone().slots()[0] as usize;
        let mut weights = vec![0.0; SLOTS];
        weights[slot] = 2.0;
        let model = Model::from_bytes(&Model::pack(-0.5, &weights));
        assert!((model.score(features) - 1.5).abs() < 0.02);
        assert!((model.score(Features::default()) + 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_broken_model_file_says_no() {
        assert!(Model::from_bytes(b"short").score(Features::default()) < 0.0);
    }
}
