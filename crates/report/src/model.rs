//! Small linear models: a sum of weights over hashed features, so that a
//! judgement which no rule states well can be learnt from labelled reports.
//!
//! A model is a file of [`SLOTS`] signed bytes behind a scale and a bias; the
//! script `train` writes it. The grammar proposes, the model disposes, and the
//! same text always gets the same answer.

/// How many weights a model has; features fall into them by their hash.
pub const SLOTS: usize = 1 << 17;

/// A feature on its way to its slot: its name and the parts of its value, mixed
/// without making a string of them.
#[derive(Debug, Clone, Copy)]
pub struct Feature(u64);

/// Begins a feature by its name.
#[inline(always)]
pub const fn feature(name: &str) -> Feature {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    Feature(hash)
}

impl Feature {
    /// Mixes a number or a flag in.
    #[inline(always)]
    pub const fn number(self, value: u64) -> Feature {
        Feature((self.0 ^ value.wrapping_add(0x9e37_79b9)).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Mixes a flag in.
    #[inline(always)]
    pub const fn flag(self, value: bool) -> Feature {
        self.number(value as u64)
    }

    /// Mixes a run of characters in; two runs after one another stay apart.
    #[inline(always)]
    pub fn run(self, chars: &[char]) -> Feature {
        let mixed = chars.iter().fold(self, |mixed, ch| {
            Feature((mixed.0 ^ u64::from(*ch as u32)).wrapping_mul(0x0100_0000_01b3))
        });
        mixed.number(chars.len() as u64)
    }

    /// Mixes a text in.
    pub fn text(self, text: &str) -> Feature {
        let mut count = 0;
        let mixed = text.chars().fold(self, |mixed, ch| {
            count += 1;
            Feature((mixed.0 ^ u64::from(ch as u32)).wrapping_mul(0x0100_0000_01b3))
        });
        mixed.number(count)
    }

    #[inline(always)]
    fn slot(self) -> u32 {
        (((self.0 >> 40) ^ (self.0 >> 17) ^ self.0) % SLOTS as u64) as u32
    }
}

/// What a thing is like: the slots of its features.
#[derive(Debug, Clone, Default)]
pub struct Features {
    slots: Vec<u32>,
}

impl Features {
    /// An empty list with room for `count` features.
    pub fn with_room(count: usize) -> Features {
        Features {
            slots: Vec::with_capacity(count),
        }
    }

    /// Notes a feature.
    #[inline(always)]
    pub fn note(&mut self, feature: Feature) {
        self.slots.push(feature.slot());
    }

    /// Notes that the feature `name` has the value `value`.
    pub fn add(&mut self, name: &str, value: &str) {
        self.note(feature(name).text(value));
    }

    /// Notes that something is so.
    pub fn flag(&mut self, name: &str, holds: bool) {
        if holds {
            self.note(feature(name));
        }
    }

    /// Notes a count by its rough size.
    pub fn size(&mut self, name: &str, count: usize) {
        self.note(feature(name).number(rough(count)));
    }

    /// The slots; a feature that was noted twice stands twice and counts twice.
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// Forgets every feature and keeps the room.
    pub fn clear(&mut self) {
        self.slots.clear();
    }
}

/// A count by its rough size.
fn rough(count: usize) -> u64 {
    match count {
        0..=4 => count as u64,
        5..=6 => 5,
        7..=9 => 7,
        10..=14 => 10,
        15..=21 => 15,
        22..=32 => 22,
        33..=50 => 33,
        51..=80 => 51,
        _ => 81,
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
    pub fn score(&self, features: &Features) -> f32 {
        let weights = features
            .slots
            .iter()
            .map(|slot| self.weights[*slot as usize]);
        let sum: i32 = weights.map(i32::from).sum();
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
        let slot = features.slots()[0] as usize;
        let mut weights = vec![0.0; SLOTS];
        weights[slot] = 2.0;
        let model = Model::from_bytes(&Model::pack(-0.5, &weights));
        assert!((model.score(&features) - 1.5).abs() < 0.02);
        assert!((model.score(&Features::default()) + 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_broken_model_file_says_no() {
        assert!(Model::from_bytes(b"short").score(&Features::default()) < 0.0);
    }
}
