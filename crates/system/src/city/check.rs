//! What declared systems and a city say of each other.

use youwei_base::{Bilingual, PUBLIC};
use youwei_decision::diagnostic::{self, Diagnostic, Severity};
use youwei_decision::dmn::raw::Place;

use super::City;
use crate::declaration::System;
use crate::read::page::{Bytes, Page, bytes, instead};

impl City {
    /// What does not fit together: keepers and roles that the city does not have, roles
    /// that no unit has, parameters of systems that there are not. `elsewhere` names
    /// systems that exist and are not run here; `text` gives the text of a system's
    /// declaration, for the places.
    #[must_use]
    pub fn check<'t>(
        &self,
        systems: &[System],
        elsewhere: &[&str],
        text: impl Fn(&System) -> &'t str,
    ) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for system in systems {
            let text = text(system);
            let page = Page::read(text, &system.file).0;
            self.check_keeper(system, text, &page, &mut said);
            for action in &system.actions {
                for role in action.by.iter().filter(|it| ***it != *PUBLIC) {
                    let at = written(text, role, bytes(action.span));
                    let place = page.document.place(at);
                    self.check_role(system, &action.name, role, place, &mut said);
                }
            }
        }
        let known: Vec<&str> = systems.iter().map(|it| &*it.id).collect();
        let known: Vec<&str> = known.into_iter().chain(elsewhere.iter().copied()).collect();
        for (system, overlay) in &self.parameters {
            if known.contains(&&**system) {
                continue;
            }
            let message = Bilingual::new(
                format!("没有名为“{system}”的系统，这些参数没有人用。"),
                format!("there is no system “{system}”; nobody uses these parameters."),
            );
            let place = Place::default();
            let fault = Diagnostic::new(
                Severity::Error,
                "unknown-system",
                &overlay.file,
                place,
                message,
            );
            said.push(fault.help(instead(system, &known)));
        }
        diagnostic::sort(&mut said);
        said
    }

    fn check_keeper(
        &self,
        system: &System,
        text: &str,
        page: &Page<'_>,
        said: &mut Vec<Diagnostic>,
    ) {
        if self.unit(&system.keeper).is_some() {
            return;
        }
        let line = text.find("keeper").unwrap_or(0);
        let at = written(text, &system.keeper, line..line);
        let message = Bilingual::new(
            format!("城市里没有主管单位“{}”。", system.keeper),
            format!("the city has no unit “{}” to keep it.", system.keeper),
        );
        let known: Vec<&str> = self.units.iter().map(|it| &*it.id).collect();
        let place = page.document.place(at);
        let fault = Diagnostic::new(
            Severity::Error,
            "unknown-unit",
            &system.file,
            place,
            message,
        );
        said.push(fault.help(instead(&system.keeper, &known)));
    }

    fn check_role(
        &self,
        system: &System,
        action: &Bilingual,
        role: &str,
        place: Place,
        said: &mut Vec<Diagnostic>,
    ) {
        let (code, message, help) = if self.role(role).is_none() {
            let known: Vec<&str> = self.roles.iter().map(|it| &*it.id).collect();
            (
                "unknown-role",
                Bilingual::new(
                    format!("动作“{}”由“{role}”办理，城市没有这个角色。", action.zh),
                    format!(
                        "the action “{}” is taken by “{role}”, which is no role of the city.",
                        action.en
                    ),
                ),
                instead(role, &known),
            )
        } else if !self
            .units
            .iter()
            .any(|it| it.roles.iter().any(|it| **it == *role))
        {
            (
                "role-nowhere",
                Bilingual::new(
                    format!("动作“{}”由“{role}”办理，没有单位有这个角色。", action.zh),
                    format!(
                        "the action “{}” is taken by “{role}”, a role that no unit has.",
                        action.en
                    ),
                ),
                Bilingual::new(
                    format!("在 units.toml 里给一个单位加上 roles = [\"{role}\"]。"),
                    format!("give a unit roles = [\"{role}\"] in units.toml."),
                ),
            )
        } else {
            return;
        };
        let fault = Diagnostic::new(Severity::Error, code, &system.file, place, message);
        said.push(fault.help(help));
    }
}

/// Where a name stands in quotes, from a place on; that place if it does not.
fn written(text: &str, name: &str, from: Bytes) -> Bytes {
    let rest = text.get(from.start..).unwrap_or("");
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    let found = quoted
        .iter()
        .filter_map(|it| Some((rest.find(it)?, it.len())))
        .min();
    match found {
        Some((at, long)) => from.start + at..from.start + at + long,
        None => from,
    }
}
