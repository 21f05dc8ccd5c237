//! Writing an event nearly as the log does: now and then something slips, as it would
//! in another program's hands, or in an attacker's. And breaking bytes blindly.

use serde_json::Value;

use crate::event::Event;

/// A row of numbers that a seed decides (SplitMix64).
pub(super) struct Dice(pub u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) % limit as u64) as usize
    }

    fn one_of<'a, T: ?Sized>(&mut self, these: &[&'a T]) -> &'a T {
        these[self.below(these.len())]
    }
}

/// What is written so far; something slips once in `odds` places.
pub(super) struct Sloppy {
    pub(super) dice: Dice,
    pub(super) odds: usize,
    out: Vec<u8>,
}

/// The event as the log would write it, but for what slips.
pub(super) fn write(event: &Event, seed: u64, odds: usize) -> Vec<u8> {
    let mut writer = Sloppy {
        dice: Dice(seed),
        odds,
        out: Vec::new(),
    };
    if writer.slips() {
        writer.put("\u{feff}");
    }
    writer.envelope(event);
    if writer.slips() {
        let tail = writer
            .dice
            .one_of(&["\n", " ", ",", "}", "{}", "\0", "null"]);
        writer.put(tail);
    }
    writer.out
}

impl Sloppy {
    fn slips(&mut self) -> bool {
        self.dice.below(self.odds) == 0
    }

    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A mark of JSON, or something like it.
    fn mark(&mut self, mark: &str) {
        if self.slips() {
            let space = self
                .dice
                .one_of(&[" ", "\n", "\t", "\r", "\u{a0}", ",", ""]);
            self.put(space);
            if self.slips() {
                return;
            }
        }
        self.put(mark);
    }

    fn envelope(&mut self, event: &Event) {
        let mut members = vec![
            ("actor", Value::from(event.actor.as_str())),
            ("data", event.data.clone()),
            ("datacontenttype", Value::from("application/json")),
            ("id", Value::from(event.id.to_string())),
            ("source", Value::from(event.source.as_str())),
            ("specversion", Value::from("1.0")),
            ("subject", Value::from(event.subject.as_str())),
            ("time", Value::from(event.time.to_string())),
            ("type", Value::from(event.kind.as_str())),
        ];
        for (_, value) in &mut members {
            if self.slips() {
                *value = self.other(value);
            }
        }
        if self.slips() {
            let name = self
                .dice
                .one_of(&["aa", "dataref", "dataschema", "zz", "", "id"]);
            let place = self.dice.below(members.len() + 1);
            members.insert(place, (name, Value::from("x")));
        }
        if self.slips() {
            members.remove(self.dice.below(members.len()));
        }
        self.members(members);
    }

    /// A text that says the same otherwise, or something else.
    fn other(&mut self, value: &Value) -> Value {
        let Value::String(text) = value else {
            return Value::Null;
        };
        Value::from(match self.dice.below(14) {
            0 => text.to_uppercase(),
            1 => text.replace('-', ""),
            2 => format!("{{{text}}}"),
            3 => format!("urn:uuid:{text}"),
            4 => text.replace('Z', "+00:00"),
            5 => text.replace('Z', "z"),
            6 => text.replace('Z', "0Z"),
            7 => text.replace('Z', ".0Z"),
            8 => text.replace('T', " "),
            9 => format!("+00{text}"),
            10 => text.replace(":0", ":60"),
            11 => text.replace('.', ","),
            12 => String::new(),
            _ => format!("{text} "),
        })
    }

    fn members(&mut self, mut members: Vec<(&str, Value)>) {
        if members.len() > 1 && self.slips() {
            let place = self.dice.below(members.len() - 1);
            members.swap(place, place + 1);
        }
        if !members.is_empty() && self.slips() {
            let place = self.dice.below(members.len());
            members.insert(place, members[place].clone());
        }
        self.mark("{");
        for (place, (name, value)) in members.iter().enumerate() {
            if place > 0 {
                self.mark(",");
            }
            self.string(name);
            self.mark(":");
            self.value(value);
        }
        self.mark("}");
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.mark("null"),
            Value::Bool(true) => self.mark("true"),
            Value::Bool(false) => self.mark("false"),
            Value::Number(_) => {
                let text = serde_json_canonicalizer::to_string(value).unwrap();
                self.number(&text);
            }
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                self.mark("[");
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        self.mark(",");
                    }
                    self.value(item);
                }
                self.mark("]");
            }
            Value::Object(fields) => {
                let mut members: Vec<_> = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.clone()))
                    .collect();
                // By UTF-8, as a careless writer sorts, or by UTF-16.
                if !self.slips() {
                    members.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<u16>>());
                }
                self.members(members);
            }
        }
    }

    fn number(&mut self, text: &str) {
        if !self.slips() {
            return self.put(text);
        }
        let number: f64 = text.parse().unwrap();
        let other = match self.dice.below(16) {
            0 => format!("{text}.0"),
            1 => format!("{text}0"),
            2 => format!("{text}e0"),
            3 => format!("{text}E+0"),
            4 => format!("0{text}"),
            5 => format!("-{text}"),
            6 => format!("+{text}"),
            7 => format!("{text}."),
            8 => format!("{number:e}"),
            9 => format!("{number:.20}"),
            10 => format!("{number:.17e}"),
            11 => format!("{number}"),
            12 => text.replace('e', "E"),
            13 => text.replacen('.', "", 1),
            14 => "-0".to_owned(),
            _ => (*self
                .dice
                .one_of(&["1e2", "1e21", "1e+21", "1e400", "1e-400", "NaN"]))
            .to_owned(),
        };
        self.put(&other);
    }

    fn string(&mut self, text: &str) {
        self.mark("\"");
        for character in text.chars() {
            if self.slips() {
                self.escape_otherwise(character);
            } else {
                let written = serde_json::to_string(&character).unwrap();
                self.put(&written[1..written.len() - 1]);
            }
        }
        self.mark("\"");
    }

    fn escape_otherwise(&mut self, character: char) {
        let units: Vec<u16> = character.encode_utf16(&mut [0; 2]).to_vec();
        match self.dice.below(7) {
            0 => units
                .iter()
                .for_each(|unit| self.put(&format!("\\u{unit:04x}"))),
            1 => units
                .iter()
                .for_each(|unit| self.put(&format!("\\u{unit:04X}"))),
            2 => self.put(&format!("\\{character}")),
            3 => self.put(&character.to_string()),
            4 => self.put("\\/"),
            5 => {
                let lone = self.dice.one_of(&["\\ud800", "\\udfff", "\\ud800\\u0061"]);
                self.put(lone);
            }
            _ => self.out.extend_from_slice(b"\xed\xa0\x80"),
        }
    }
}

/// A few random changes of bytes, as disks, wires and fuzzers make them.
pub(super) fn broken(mut bytes: Vec<u8>, seed: u64) -> Vec<u8> {
    const TELLING: &[u8] =
        b"\"\"\\\\{}[]:,,0123456789.eE+-ntrbfu/ aZT\0\n\x1f\x7f\x80\xe4\xed\xef\xf0\xff";
    let mut dice = Dice(seed);
    for _ in 0..=dice.below(3) {
        if bytes.is_empty() {
            break;
        }
        let place = dice.below(bytes.len());
        let length = dice.below((bytes.len() - place).min(12)) + 1;
        let telling = TELLING[dice.below(TELLING.len())];
        match dice.below(9) {
            0 => bytes[place] ^= 1 << dice.below(8),
            1 | 2 => bytes[place] = telling,
            3 => bytes.insert(place, telling),
            4 => drop(bytes.remove(place)),
            5 => drop(bytes.drain(place..place + length)),
            6 => {
                let copy = bytes[place..place + length].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            7 => {
                let other = dice.below(bytes.len());
                bytes.swap(place, other);
            }
            _ => bytes.truncate(place),
        }
    }
    bytes
}
