//! Why a call is refused, in a sentence.

use youwei_base::Bilingual;

use crate::builtin::takes::Fit;
use crate::builtin::{Builtin, Parameter, Takes};
use crate::value::{Name, Value, Why};

/// Why a signature does not take the arguments: where, and what it takes there.
pub(super) struct Misfit {
    pub(super) at: usize,
    pub(super) parameter: &'static Parameter,
    pub(super) also: Vec<Takes>,
}

impl Misfit {
    /// Keeps the one that came furthest; of two at one place, what either takes.
    pub(super) fn or(best: Option<Misfit>, other: Misfit) -> Misfit {
        match best {
            Some(mut best) if best.at == other.at => {
                if !best.also.contains(&other.parameter.takes) {
                    best.also.push(other.parameter.takes);
                }
                best
            }
            Some(best) if best.at > other.at => best,
            _ => other,
        }
    }

    pub(super) fn expected(&self) -> (String, String) {
        let words: Vec<_> = self.also.iter().map(|takes| takes.words()).collect();
        let zh: Vec<_> = words.iter().map(|(zh, _)| *zh).collect();
        let en: Vec<_> = words.iter().map(|(_, en)| *en).collect();
        (zh.join("或"), en.join(" or "))
    }
}

impl Builtin {
    /// Null, because an argument does not fit. A null that says why is passed on, so that
    /// the root of the matter is what is told.
    pub(super) fn refuse(&self, misfit: &Misfit, arguments: &[Value]) -> Value {
        let (zh, en) = misfit.expected();
        Value::null(match arguments.get(misfit.at) {
            Some(Value::Null(null)) if null.reason().is_some() => {
                return Value::Null(null.clone());
            }
            None | Some(Value::Null(_)) => self.argument(
                misfit.parameter,
                format!("应为{zh}，不能是空值（null）。"),
                format!("should be {en} and must not be null."),
            ),
            Some(Value::List(list)) if misfit.also.iter().any(|it| it.list()) => {
                let (odd, (zh, en)) = misfit.odd(list);
                self.argument(
                    misfit.parameter,
                    format!("应为{zh}，其中却有{}。", crate::value::kind_zh(odd)),
                    format!("should be {en} and has a {odd} in it."),
                )
            }
            Some(value) => self.argument(
                misfit.parameter,
                format!("应为{zh}，实为{}。", crate::value::kind_zh(value.kind())),
                format!("should be {en} and is a {}.", value.kind()),
            ),
        })
    }

    pub(super) fn argument(&self, parameter: &Parameter, zh: String, en: String) -> Why {
        Why::Argument {
            function: self.name.into(),
            parameter: parameter.name.into(),
            problem: Bilingual::new(zh, en),
        }
    }

    pub(super) fn count_problem(&self, count: usize) -> Why {
        let mut takes = Vec::new();
        let mut any = None;
        for signature in self.signatures {
            let most = signature.parameters.len();
            let least = signature
                .parameters
                .iter()
                .filter(|it| !it.optional)
                .count();
            takes.extend(least..=most);
            if signature.parameters.last().is_some_and(|it| it.rest) {
                any = Some(any.map_or(least, |any: usize| any.min(least)));
            }
        }
        takes.sort_unstable();
        takes.dedup();
        takes.retain(|it| any.is_none_or(|any| *it < any));
        let mut zh: Vec<String> = takes.iter().map(usize::to_string).collect();
        let mut en = zh.clone();
        if let Some(any) = any {
            zh.push(format!("至少 {any}"));
            en.push(format!("at least {any}"));
        }
        Why::Call {
            function: self.name.into(),
            problem: Bilingual::new(
                format!("要 {} 个参数，给了 {count} 个。", zh.join(" 或 ")),
                format!("takes {} arguments and was given {count}.", en.join(" or ")),
            ),
        }
    }

    /// The ways to call it, as they are written: `substring(string, start position, length?)`.
    #[must_use]
    pub fn ways(&self) -> Vec<String> {
        let ways = self.signatures.iter().map(|signature| {
            let names: Vec<_> = signature.parameters.iter().map(Parameter::shown).collect();
            format!("{}({})", self.name, names.join(", "))
        });
        ways.collect()
    }

    pub(super) fn name_problem(&self, names: &[Name]) -> Why {
        let known = |name: &Name| {
            let mut all = self.signatures.iter().flat_map(|it| it.parameters);
            all.any(|parameter| *parameter.name == **name)
        };
        let ways = self.ways();
        let problem = match names.iter().find(|name| !known(name)) {
            Some(name) => Bilingual::new(
                format!("没有名为“{name}”的参数；写法是 {}。", ways.join("、")),
                format!(
                    "has no parameter called “{name}”; it is called as {}.",
                    ways.join(" or ")
                ),
            ),
            None => Bilingual::new(
                format!("不能只用这些参数调用；写法是 {}。", ways.join("、")),
                format!(
                    "cannot be called with just these parameters; it is called as {}.",
                    ways.join(" or ")
                ),
            ),
        };
        Why::Call {
            function: self.name.into(),
            problem,
        }
    }
}

impl Misfit {
    pub(super) fn new(at: usize, parameter: &'static Parameter) -> Misfit {
        Misfit {
            at,
            parameter,
            also: vec![parameter.takes],
        }
    }

    /// The kind of the first item of a list that keeps it from fitting, and what it should
    /// be a list of.
    fn odd(&self, list: &[Value]) -> (&'static str, (&'static str, &'static str)) {
        let takes = self.also.iter().find(|it| it.list());
        let takes = takes.copied().unwrap_or(Takes::List);
        let odd = list.iter().find(|item| {
            let alone = Value::list(vec![(*item).clone()]);
            !matches!(takes.fit(&alone), Fit::AsIs)
        });
        (odd.map_or("null", Value::kind), takes.words())
    }
}

impl Parameter {
    /// As it is shown in a signature.
    fn shown(&self) -> String {
        match self {
            Parameter {
                name, rest: true, ..
            } => format!("{name}…"),
            Parameter {
                name,
                optional: true,
                ..
            } => format!("{name}?"),
            Parameter { name, .. } => (*name).to_owned(),
        }
    }
}
