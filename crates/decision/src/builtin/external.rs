//! Functions of Java that a model may call (`function(x) external { java: … }`, DMN 1.5,
//! clause 10.3.2.13.4). No Java is run: these few are built in, and every other is null.

mod methods;

use super::tools::{fails, refuse};
use crate::value::Value;
use methods::METHODS;

/// A static method of Java.
#[derive(Debug)]
pub struct External {
    class: &'static str,
    method: &'static str,
    takes: &'static [Java],
    run: fn(&[Value]) -> Value,
}

/// The types of Java that parameters have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Java {
    Whole(&'static str, i64, i64),
    Float(&'static str),
    Boolean,
    Text,
    Object,
    /// `[Ljava.lang.Object;`, the rest of the arguments.
    Objects,
}

const BYTE: Java = Java::Whole("byte", i8::MIN as i64, i8::MAX as i64);
const SHORT: Java = Java::Whole("short", i16::MIN as i64, i16::MAX as i64);
const INT: Java = Java::Whole("int", i32::MIN as i64, i32::MAX as i64);
const LONG: Java = Java::Whole("long", i64::MIN, i64::MAX);
const FLOAT: Java = Java::Float("float");
const DOUBLE: Java = Java::Float("double");

impl Java {
    /// As it is written in a method signature, in full and short.
    fn is(self, written: &str) -> bool {
        match self {
            Java::Whole(name, ..) | Java::Float(name) => written == name,
            Java::Boolean => written == "boolean",
            Java::Text => matches!(written, "java.lang.String" | "String"),
            Java::Object => matches!(written, "java.lang.Object" | "Object"),
            Java::Objects => matches!(
                written,
                "[Ljava.lang.Object;" | "java.lang.Object[]" | "Object[]" | "java.lang.Object..."
            ),
        }
    }

    /// Whether a value can be passed.
    fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Java::Whole(_, least, most), Value::Number(it)) => it
                .to_i64()
                .is_some_and(|whole| (least..=most).contains(&whole)),
            (Java::Float(_), Value::Number(_))
            | (Java::Boolean, Value::Boolean(_))
            | (Java::Text, Value::String(_))
            | (Java::Object | Java::Objects, _) => true,
            _ => false,
        }
    }
}

/// The method of a class by its signature, `max(int, int)`.
#[must_use]
pub fn find(class: &str, signature: &str) -> Option<&'static External> {
    let signature: String = signature.split_whitespace().collect();
    let (method, types) = signature.strip_suffix(')')?.split_once('(')?;
    let types: Vec<&str> = types.split(',').filter(|it| !it.is_empty()).collect();
    let class = class.trim();
    METHODS.iter().find(|it| {
        (it.class == class || it.class.rsplit('.').next() == Some(class))
            && it.method == method
            && it.takes.len() == types.len()
            && it
                .takes
                .iter()
                .zip(&types)
                .all(|(java, written)| java.is(written))
    })
}

impl External {
    /// How many arguments it takes; with `Object[]` last, at least one fewer.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.takes.len()
    }

    /// Calls it.
    #[must_use]
    pub fn call(&self, arguments: &[Value]) -> Value {
        let name = format!("{}.{}", self.class, self.method);
        let rest = self.takes.last() == Some(&Java::Objects);
        let fits = if rest {
            arguments.len() + 1 >= self.takes.len()
        } else {
            arguments.len() == self.takes.len()
        };
        if !fits {
            return fails(
                &name,
                format!(
                    "要 {} 个参数，给了 {} 个。",
                    self.takes.len(),
                    arguments.len()
                ),
                format!(
                    "takes {} arguments and was given {}.",
                    self.takes.len(),
                    arguments.len()
                ),
            );
        }
        if let Some(missing) = arguments
            .iter()
            .filter_map(Value::missing)
            .reduce(|one, other| one.and(&other))
        {
            return Value::Unknown(missing);
        }
        for (at, (argument, java)) in arguments.iter().zip(self.takes).enumerate() {
            if !java.takes(argument) {
                return refuse(
                    &name,
                    &(at + 1).to_string(),
                    format!("{argument} 不适合它在 Java 里的类型。"),
                    format!("is {argument} and does not fit its type in Java."),
                );
            }
        }
        (self.run)(arguments)
    }
}

#[cfg(test)]
mod tests;
