//! Calling a built-in function: which signature, which conversions, and why not.

mod refusal;

use super::takes::{Admits, Fit};
use super::{Builtin, Parameter, Signature, Takes, Unknowns};
use crate::machine::Machine;
use crate::types::Type;
use crate::value::{Missing, Name, Null, Value, Why};
use refusal::Misfit;

impl Signature {
    /// Whether it can be called with so many arguments.
    #[must_use]
    pub fn takes(&self, count: usize) -> bool {
        let needed = self.parameters.iter().filter(|it| !it.optional).count();
        let rest = self.parameters.last().is_some_and(|last| last.rest);
        count >= needed && (rest || count <= self.parameters.len())
    }

    /// The parameter that the argument of this position belongs to.
    fn parameter(&self, at: usize) -> Option<&'static Parameter> {
        let last = self.parameters.last().filter(|last| last.rest);
        self.parameters.get(at).or(last)
    }

    /// Where each parameter finds its argument among the names, trailing ones that were
    /// left out cut off; none if these are not its names.
    fn order(&self, names: &[Name]) -> Option<Vec<Option<usize>>> {
        let mut order = Vec::with_capacity(self.parameters.len());
        for parameter in self.parameters {
            let at = names.iter().position(|name| **name == *parameter.name);
            if at.is_none() && !parameter.optional {
                return None;
            }
            order.push(at);
        }
        // A name that is not a parameter's, or stands twice, is left over.
        if order.iter().flatten().count() != names.len() {
            return None;
        }
        while order.last().is_some_and(Option::is_none) {
            order.pop();
        }
        Some(order)
    }
}

impl Builtin {
    /// Calls it with arguments by position.
    pub fn call(&self, machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
        let mut misfit = None;
        for signature in self.signatures {
            if !signature.takes(arguments.len()) {
                continue;
            }
            match fit(signature, arguments) {
                Ok(None) => return run(signature, machine, arguments),
                Ok(Some(converted)) => return run(signature, machine, &converted),
                Err(found) => misfit = Some(Misfit::or(misfit, found)),
            }
        }
        match misfit {
            None => Value::null(self.count_problem(arguments.len())),
            Some(misfit) => self.refuse(&misfit, arguments),
        }
    }

    /// Calls it with arguments by name.
    pub fn call_named(&self, machine: &mut Machine<'_>, arguments: &[(Name, Value)]) -> Value {
        let names: Vec<Name> = arguments.iter().map(|(name, _)| name.clone()).collect();
        let mut problem = None;
        for (signature, order) in self.named(&names) {
            let skipped = || Value::Null(Null::WRITTEN);
            let ordered: Vec<Value> = order
                .iter()
                .map(|at| at.and_then(|at| arguments.get(at)))
                .map(|it| it.map_or_else(skipped, |(_, value)| value.clone()))
                .collect();
            match fit(signature, &ordered) {
                Ok(None) => return run(signature, machine, &ordered),
                Ok(Some(converted)) => return run(signature, machine, &converted),
                Err(found) => {
                    let further = problem.as_ref();
                    if further.is_none_or(|(best, _): &(Misfit, _)| best.at < found.at) {
                        problem = Some((found, ordered));
                    }
                }
            }
        }
        match problem {
            None => Value::null(self.name_problem(&names)),
            Some((misfit, ordered)) => self.refuse(&misfit, &ordered),
        }
    }

    /// The first signature that takes so many arguments by position.
    ///
    /// # Errors
    /// None does: how many it takes.
    pub fn choose(&self, count: usize) -> Result<&Signature, Why> {
        let found = self.signatures.iter().find(|it| it.takes(count));
        found.ok_or_else(|| self.count_problem(count))
    }

    /// The first signature that has parameters of these names, and for each of its
    /// parameters which of the names is its argument.
    ///
    /// # Errors
    /// None has: what the names of its parameters are.
    pub fn choose_named(&self, names: &[Name]) -> Result<(&Signature, Vec<Option<usize>>), Why> {
        let found = self.named(names).into_iter().next();
        found.ok_or_else(|| self.name_problem(names))
    }

    /// The signatures that have parameters of these names, those first that have them in
    /// this order: `before` has a point and a range, and a range and a point.
    fn named(&self, names: &[Name]) -> Vec<(&'static Signature, Vec<Option<usize>>)> {
        let all = self.signatures.iter();
        let mut all: Vec<_> = all.filter_map(|it| Some((it, it.order(names)?))).collect();
        all.sort_by_key(|(_, order)| !order.iter().flatten().is_sorted());
        all
    }

    /// The type of the result when called with arguments of these types, by position.
    ///
    /// # Errors
    /// No value of these types but null is taken: how many it takes, or which argument
    /// is not one.
    pub fn result(&self, types: &[Type]) -> Result<Type, Why> {
        let fitting = self.signatures.iter().filter(|it| it.takes(types.len()));
        self.result_of(fitting.map(|it| (it, types.to_vec())))
            .unwrap_or_else(|| Err(self.count_problem(types.len())))
    }

    /// The type of the result when called with arguments of these types, by name.
    ///
    /// # Errors
    /// As for [`Builtin::result`].
    pub fn result_named(&self, arguments: &[(Name, Type)]) -> Result<Type, Why> {
        let names: Vec<Name> = arguments.iter().map(|(name, _)| name.clone()).collect();
        let fitting = self.named(&names).into_iter().map(|(it, order)| {
            let types = order.into_iter().map(|at| {
                let given = at.and_then(|at| arguments.get(at));
                given.map_or(Type::Null, |(_, of)| of.clone())
            });
            (it, types.collect::<Vec<_>>())
        });
        self.result_of(fitting)
            .unwrap_or_else(|| Err(self.name_problem(&names)))
    }

    /// The join of what the signatures give that may be chosen; none if there are none.
    fn result_of(
        &self,
        signatures: impl Iterator<Item = (&'static Signature, Vec<Type>)>,
    ) -> Option<Result<Type, Why>> {
        let mut result: Option<Type> = None;
        let mut misfit: Option<(Misfit, Type)> = None;
        for (signature, types) in signatures {
            let mut worst = Admits::Always;
            for (at, of) in types.iter().enumerate() {
                let Some(parameter) = signature.parameter(at) else {
                    continue;
                };
                let admits = parameter.takes.admits(of);
                worst = worst.min(admits);
                if admits == Admits::Never {
                    let (best, found) = match misfit {
                        Some((best, found)) if best.at >= at => (Some(best), found),
                        other => (other.map(|(best, _)| best), of.clone()),
                    };
                    misfit = Some((Misfit::or(best, Misfit::new(at, parameter)), found));
                    break;
                }
            }
            if worst == Admits::Never {
                continue;
            }
            let of = (signature.result)(&types);
            result = Some(match result {
                Some(other) => other.join(&of),
                None => of,
            });
            if worst == Admits::Always {
                break;
            }
        }
        match (result, misfit) {
            (Some(result), _) => Some(Ok(result)),
            (None, Some((misfit, found))) => {
                let (zh, en) = misfit.expected();
                Some(Err(self.argument(
                    misfit.parameter,
                    format!("应为{zh}，实为 {found}。"),
                    format!("should be {en} and is {found}."),
                )))
            }
            (None, None) => None,
        }
    }
}

/// Makes the arguments fit; none if they do as they are.
fn fit(signature: &Signature, arguments: &[Value]) -> Result<Option<Vec<Value>>, Misfit> {
    let mut converted: Option<Vec<Value>> = None;
    for (at, argument) in arguments.iter().enumerate() {
        let Some(parameter) = signature.parameter(at) else {
            continue;
        };
        match parameter.takes.fit(argument) {
            Fit::AsIs => {}
            Fit::As(value) => {
                let arguments = converted.get_or_insert_with(|| arguments.to_vec());
                if let Some(place) = arguments.get_mut(at) {
                    *place = value;
                }
            }
            Fit::No => return Err(Misfit::new(at, parameter)),
        }
    }
    Ok(converted)
}

fn run(signature: &Signature, machine: &mut Machine<'_>, arguments: &[Value]) -> Value {
    match missing(signature, arguments) {
        Some(missing) => Value::Unknown(missing),
        None if machine.work(looked_at(signature, arguments)) => {
            (signature.run)(machine, arguments)
        }
        None => Value::null(Why::Limit("steps")),
    }
}

/// How many values the function looks at; those that carry missing inputs along look at
/// none, or count what they copy.
fn looked_at(signature: &Signature, arguments: &[Value]) -> usize {
    match signature.unknowns {
        Unknowns::Spread => arguments.iter().map(Value::weight).sum(),
        Unknowns::Carried => 0,
    }
}

/// The missing inputs that make the result unknown.
fn missing(signature: &Signature, arguments: &[Value]) -> Option<Missing> {
    let mut all: Option<Missing> = None;
    for (at, argument) in arguments.iter().enumerate() {
        let found = match signature.unknowns {
            Unknowns::Spread => argument.missing(),
            Unknowns::Carried => match argument {
                Value::Unknown(missing)
                    if signature
                        .parameter(at)
                        .is_some_and(|it| it.takes != Takes::Any) =>
                {
                    Some(missing.clone())
                }
                _ => None,
            },
        };
        all = match (all, found) {
            (Some(all), Some(found)) => Some(all.and(&found)),
            (all, found) => all.or(found),
        };
    }
    all
}
