//! A step in which somebody acts.

use std::sync::Arc;

use serde_json::Map;
use youwei_base::{Actor, Bilingual, PUBLIC, Role};

use super::run::{Came, Run, called, moment};
use super::value::Words;
use super::{Step, Word};
use crate::decide::decide;
use crate::declaration::System;
use crate::wish::Wish;

impl Run<'_> {
    /// Who acts.
    pub fn actor(&mut self, role: &Word, unit: Option<&Word>) -> Option<Actor> {
        let city = self.setting.city;
        let Some(unit) = unit else {
            return Some(Actor {
                user: "".into(),
                name: "".into(),
                unit: "".into(),
                role: PUBLIC.into(),
                area: None,
            });
        };
        // One of several in the same role, where it matters who.
        let (role, person) = match role.text.split_once(['（', '(']) {
            Some((text, person)) => {
                let text = text.to_owned();
                let place = role.place;
                (&Word { text, place }, person.trim_end_matches(['）', ')']))
            }
            None => (role, ""),
        };
        let user = city.users.iter().find(|it| *it.name == *person);
        let user = match (person, user) {
            // Who is not named is another person in each role of each unit.
            ("", _) => format!("{}@{}", role.text, unit.text).into(),
            (_, Some(user)) => user.id.clone(),
            (person, None) => person.into(),
        };
        let named = |it: &&Role| it.name.zh == role.text || it.name.en == role.text;
        let found = city
            .role(&role.text)
            .or_else(|| city.roles.iter().find(named));
        let Some(role) = found else {
            let known = city.roles.iter().map(|it| it.name.zh.as_str()).collect();
            self.unknown(("角色", "role"), role, known);
            return None;
        };
        let found = city
            .unit(&unit.text)
            .or_else(|| city.unit_named(&unit.text));
        let Some(unit) = found else {
            let known = city.units.iter().map(|it| it.name.zh.as_str()).collect();
            self.unknown(("单位", "unit"), unit, known);
            return None;
        };
        Some(Actor {
            user,
            name: if person.is_empty() {
                "案例".into()
            } else {
                person.into()
            },
            unit: unit.id.clone(),
            role: role.id.clone(),
            area: Some(unit.area),
        })
    }

    /// Asks for a decision, and folds it in if it is accepted; none if the words of the step
    /// mean nothing.
    pub fn act(
        &mut self,
        step: &Step,
        actor: &Actor,
        action: &Word,
        record: &Word,
        input: &[(Word, Word)],
    ) -> Option<Came> {
        let opened = self.called.get(&record.text).cloned();
        let (system, named) = self.system(action, opened.as_ref().map(|it| &it.0))?;
        let mut actions = system.actions.iter();
        let at =
            actions.position(|it| *it.id == named || it.name.zh == named || it.name.en == named);
        let Some(at) = at else {
            let known = system
                .actions
                .iter()
                .map(|it| it.name.zh.as_str())
                .collect();
            let word = Word {
                text: named,
                place: action.place,
            };
            self.unknown(("动作", "action"), &word, known);
            return None;
        };
        let declared = system.actions.get(at)?;
        let mut given = Map::new();
        for (name, value) in input {
            let fields = || declared.input.iter().map(|it| &it.field);
            let Some(field) = fields().find(|it| called(it, &name.text)) else {
                let known = fields().map(|it| it.label.zh.as_str()).collect();
                self.unknown(("填写项", "input"), name, known);
                return None;
            };
            let json = Words::of(self).json(&field.of, &value.text);
            given.insert(field.name.to_string(), json);
        }
        let moment = moment(step.day, self.entries);
        let wish = Wish {
            action: at,
            input: given,
            seen: None,
        };
        let book = self.records.book(&system.id)?;
        let id = match &opened {
            Some((_, id)) => id.clone(),
            None => book.next_id(step.day.year()).into(),
        };
        let here = opened.as_ref().and_then(|_| book.get(&id));
        let town = self.setting.town;
        match decide(&system, here, &wish, actor, town, moment, &self.records) {
            Err(refusal) => Some(Came::Refused(refusal)),
            Ok(decision) => {
                let happened = decision.happened;
                let action = declared.id.clone();
                self.fold(
                    &system.id,
                    &id,
                    &action,
                    moment,
                    &happened,
                    &decision.personal,
                );
                self.called
                    .insert(record.text.clone(), (system.clone(), id));
                Some(Came::Happened(Box::new(happened)))
            }
        }
    }

    /// The system that an action is of, and the action's own name: that of the record if
    /// it is open, the one written before a dot, or the one whose cases these are.
    fn system(&mut self, action: &Word, of: Option<&Arc<System>>) -> Option<(Arc<System>, String)> {
        let all = self.setting.systems;
        if let Some(of) = of {
            return Some((of.clone(), action.text.clone()));
        }
        if let Some((system, rest)) = action.text.split_once(['.', '·']) {
            let named = |it: &&Arc<System>| *it.id == *system || it.name.zh == system;
            if let Some(found) = all.iter().find(named) {
                return Some((found.clone(), rest.to_owned()));
            }
        }
        let home = all.iter().find(|it| *it.id == *self.setting.home);
        match home {
            Some(home) => Some((home.clone(), action.text.clone())),
            None => {
                let message = Bilingual::new(
                    format!("没有系统“{}”，案例无从运行。", self.setting.home),
                    format!(
                        "there is no system “{}” to run the case in.",
                        self.setting.home
                    ),
                );
                self.fault("unknown-system", action.place, message);
                None
            }
        }
    }
}
