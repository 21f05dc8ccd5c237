//! Every metric is stated and read by a measure, and every measure has its metric.

use youwei_base::Bilingual;
use youwei_decision::diagnostic::{Diagnostic, Severity};
use youwei_decision::resolve::nearest;

use super::{Measured, Proof};
use crate::declaration::{Action, Computed, System};

/// Says which metrics of a system nothing states, and which no measure reads.
pub fn stated(proof: &mut Proof<'_>, measured: &[Measured]) {
    let system = proof.system;
    for (at, metric) in system.metrics.iter().enumerate() {
        let actions = system.actions.iter().enumerate();
        let states =
            actions.flat_map(|(action, it)| it.facts.iter().map(move |fact| (action, fact)));
        let mut states = states.filter(|(_, fact)| fact.metric == at && fact.value.is_some());
        if !states.any(|(action, _)| proof.possible(action)) {
            let message = Bilingual::new(
                format!("没有动作陈述指标“{}”的事实。", metric.name.zh),
                format!("no action states a fact of the metric “{}”.", metric.id),
            );
            let help = Bilingual::new(
                format!(
                    "在一个动作里写 facts = [{{ metric = \"{}\", value = \"…\" }}]，或者去掉这个指标。",
                    metric.id
                ),
                format!(
                    "write facts = [{{ metric = \"{}\", value = \"…\" }}] in an action, or leave the metric out.",
                    metric.id
                ),
            );
            proof.wrong("metric-unstated", metric.span, message, help);
        }
        let totals = |it: &crate::declaration::Field| matches!(it.computed, Some(Computed::Total(of)) if of == at);
        let read = measured.iter().any(|it| it.metric == metric.id);
        if !read {
            let message = Bilingual::new(
                format!("没有口径读取指标“{}”，它的事实不会变成数。", metric.name.zh),
                format!(
                    "no measure reads the metric “{}”; its facts become no figure.",
                    metric.id
                ),
            );
            let help = Bilingual::new(
                format!(
                    "在 measures.toml 里写一个 metric = \"{}\" 的口径。",
                    metric.id
                ),
                format!(
                    "write a measure with metric = \"{}\" in measures.toml.",
                    metric.id
                ),
            );
            // What a field adds up is used at least there.
            match system.fields.iter().any(totals) {
                true => proof.odd("metric-unmeasured", metric.span, message, help),
                false => proof.wrong("metric-unmeasured", metric.span, message, help),
            }
        }
    }
}

/// Says which measures read a metric that no system has.
pub fn unstated(systems: &[&System], measured: &[Measured], said: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = systems
        .iter()
        .flat_map(|it| &it.metrics)
        .map(|it| &*it.id)
        .collect();
    for it in measured.iter().filter(|it| !known.contains(&&*it.metric)) {
        let message = Bilingual::new(
            format!(
                "口径“{}”读取指标“{}”，没有系统陈述它。",
                it.measure, it.metric
            ),
            format!(
                "the measure “{}” reads the metric “{}”, which no system has.",
                it.measure, it.metric
            ),
        );
        let fault = Diagnostic::new(
            Severity::Error,
            "measure-of-nothing",
            &it.file,
            it.place,
            message,
        );
        let help = match nearest(&it.metric, known.iter().copied()) {
            Some(near) => Bilingual::new(format!("是不是“{near}”？"), format!("is it “{near}”?")),
            None => Bilingual::new(
                "写一个系统声明过的指标，或者去掉这个口径。",
                "name a metric that a system declares, or leave the measure out.",
            ),
        };
        said.push(fault.help(help));
    }
}

/// Says which measures look at labels that no fact of their metric has, or only some have.
pub fn labelled(systems: &[&System], measured: &[Measured], said: &mut Vec<Diagnostic>) {
    for it in measured {
        // Who states the metric, and with which labels.
        let mut stated: Vec<(&Action, Vec<&str>)> = Vec::new();
        for system in systems {
            let own = |at: usize| system.metrics.get(at).is_some_and(|of| of.id == it.metric);
            for action in &system.actions {
                let rules = action.facts.iter();
                for rule in rules.filter(|rule| rule.value.is_some() && own(rule.metric)) {
                    let fields = rule.by.iter().filter_map(|at| system.fields.get(*at));
                    stated.push((action, fields.map(|field| &*field.name).collect()));
                }
            }
        }
        for label in &it.labels {
            let without = stated.iter().filter(|(_, by)| !by.contains(&&**label));
            let without: Vec<&Action> = without.map(|(action, _)| *action).collect();
            if without.len() == stated.len() {
                // A metric that nothing states is said already.
                if !stated.is_empty() {
                    said.push(no_such_label(it, label, &stated));
                }
            } else if let Some(first) = without.first() {
                said.push(half_a_label(it, label, first));
            }
        }
    }
}

fn no_such_label(it: &Measured, label: &str, stated: &[(&Action, Vec<&str>)]) -> Diagnostic {
    let message = Bilingual::new(
        format!(
            "口径“{}”看标签“{label}”，指标“{}”的事实都没有它。",
            it.measure, it.metric
        ),
        format!(
            "the measure “{}” looks at the label “{label}”, which no fact of “{}” has.",
            it.measure, it.metric
        ),
    );
    let known = stated.iter().flat_map(|(_, by)| by.iter().copied());
    let help = match nearest(label, known) {
        Some(near) => Bilingual::new(format!("是不是“{near}”？"), format!("is it “{near}”?")),
        None => Bilingual::new(
            format!("在陈述它的动作里把“{label}”写进 facts 的 by，或者不看这个标签。"),
            format!("name “{label}” under by of the facts that state it, or do not look at it."),
        ),
    };
    let fault = Diagnostic::new(
        Severity::Error,
        "measure-label",
        &it.file,
        it.place,
        message,
    );
    fault.help(help)
}

/// A part of the figure would be left out in silence.
fn half_a_label(it: &Measured, label: &str, action: &Action) -> Diagnostic {
    let message = Bilingual::new(
        format!(
            "口径“{}”看标签“{label}”，而“{}”陈述的指标“{}”没有它，看的时候会漏掉。",
            it.measure, action.name.zh, it.metric
        ),
        format!(
            "the measure “{}” looks at the label “{label}”, and the facts of “{}” that “{}” states do not have it: they would be left out.",
            it.measure, it.metric, action.name.en
        ),
    );
    let help = Bilingual::new(
        format!(
            "在动作“{}”的 facts 里把“{label}”也写进 by。",
            action.name.zh
        ),
        format!(
            "name “{label}” under by of the facts of “{}” too.",
            action.id
        ),
    );
    let fault = Diagnostic::new(Severity::Warning, "half-label", &it.file, it.place, message);
    fault.help(help)
}
