//! What declared systems and a city say of each other.

use youwei_base::{Bilingual, PUBLIC};
use youwei_decision::diagnostic::{self, Diagnostic, Severity};
use youwei_decision::dmn::raw::Place;
use youwei_decision::span::Span;

use super::City;
use crate::declaration::System;
use crate::read::page::{Page, bytes, instead};

impl City {
    /// What does not fit together: keepers and roles that the city does not have, roles
    /// that no unit has, parameters of systems that do not exist. `text` gives the text of
    /// a system's declaration, for the places.
    #[must_use]
    pub fn check<'t>(
        &self,
        systems: &[System],
        text: impl Fn(&System) -> &'t str,
    ) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for system in systems {
            let text = text(system);
            let page = Page::read(text, &system.file).0;
            let place = |at: Span| page.document.place(bytes(at));
            self.check_keeper(system, text, &page, &mut said);
            for action in &system.actions {
                for role in action.by.iter().filter(|it| ***it != *PUBLIC) {
                    let place = place(action.span);
                    self.check_role(system, &action.id, role, place, &mut said);
                }
            }
        }
        for (system, overlay) in &self.parameters {
            if systems.iter().any(|it| it.id == *system) {
                continue;
            }
            let message = Bilingual::new(
                format!("没有名为“{system}”的系统，这些参数没有人用。"),
                format!("there is no system “{system}”; nobody uses these parameters."),
            );
            let known: Vec<&str> = systems.iter().map(|it| &*it.id).collect();
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
        let written = format!("\"{}\"", system.keeper);
        let at = text.find(&written);
        let at = at.map_or(0..0, |at| at..at + written.len());
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
        action: &str,
        role: &str,
        place: Place,
        said: &mut Vec<Diagnostic>,
    ) {
        let (code, message, help) = if self.role(role).is_none() {
            let known: Vec<&str> = self.roles.iter().map(|it| &*it.id).collect();
            (
                "unknown-role",
                Bilingual::new(
                    format!("动作“{action}”由“{role}”办理，城市没有这个角色。"),
                    format!(
                        "the action “{action}” is taken by “{role}”, which is no role of the city."
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
                    format!("动作“{action}”由“{role}”办理，没有单位有这个角色。"),
                    format!("the action “{action}” is taken by “{role}”, a role that no unit has."),
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
