//! What people say of the report, as commands on its account.

use youwei_account::{
    Aim, AmendTo, BindTo, Claim, ClaimedAmount, Command, Commitment, Edit, Pick, propose,
};
use youwei_base::{Bilingual, Day};

use super::diary::{Said, Who};
use super::live::Living;

const SUPERVISOR: Who = ("supervision-office", "supervisor");

/// Sentences that the reader takes for commitments and a person does not.
const NONE: [&str; 7] = [
    "2025年，全市开发区亩均税收为",
    "与先进地区相比还有较大差距",
    "签约只是起点",
    "需要改造的老旧小区还有",
    "目前，全市60岁以上",
    "养老是千家万户的牵挂",
    "把停车、遛娃、买菜",
];

/// Says it. What is refused goes into the account of the year.
pub fn say(living: &mut Living<'_>, said: &Said, day: Day) {
    let Some(report) = newest(living) else {
        living.note("报告还没有收入".to_owned());
        return;
    };
    let (who, command) = match command(living, &report, said, day) {
        Some(it) => it,
        None => {
            living.told.otherwise_count += 1;
            living.note(format!("报告里没有这句：{said:?}"));
            return;
        }
    };
    let actor = living.actor(who);
    match living.app.command(&report, &command, &actor) {
        Ok(_) => living.told.done += 1,
        Err(Bilingual { zh, .. }) => {
            living.told.otherwise_count += 1;
            living.note(zh);
        }
    }
}

/// The commitment of the newest report that has these words, as fields of records hold it.
pub fn promise(living: &Living<'_>, words: &str) -> Option<String> {
    let report = newest(living)?;
    let found = having(living, &report, words)?;
    Some(format!("{report}/{}", found.id))
}

fn newest(living: &Living<'_>) -> Option<String> {
    living.app.look(|accounts, _| {
        let (id, _) = accounts.iter().next()?;
        Some(id.to_owned())
    })
}

/// The commitment that has these words.
fn having(living: &Living<'_>, report: &str, words: &str) -> Option<Commitment> {
    living.app.look(|accounts, _| {
        let mut all = accounts.get(report)?.commitments();
        all.find(|it| it.text.contains(words)).cloned()
    })
}

fn command(living: &Living<'_>, report: &str, said: &Said, day: Day) -> Option<(Who, Command)> {
    let pick = |it: &Commitment| Pick::from(it.id.as_str());
    Some(match said {
        Said::Confirm => (SUPERVISOR, gone_through(living, report)?),
        Said::Assign => (SUPERVISOR, assigned(living, report)?),
        Said::Bind {
            words,
            measure,
            record,
        } => {
            let commitment = having(living, report, words)?;
            let to = match (record, commitment.targets.is_empty()) {
                (None, false) => BindTo::Target(0),
                _ => BindTo::Milestone,
            };
            let record = match record {
                Some(slot) => Some(format!("key-projects/{}", living.records.get(slot)?)),
                None => None,
            };
            let (measure, proposed) = living.app.look(|_, book| {
                let measure = book.measures().get(measure)?.clone();
                let proposed = propose(book.measures(), &commitment, to);
                let of = proposed.into_iter().find(|it| it.measure.id == measure.id);
                Some((measure, of))
            })?;
            let why = match proposed {
                Some(it) => format!("程序建议，把握{}%：{}", it.confidence, it.why.zh),
                None => "督查室与责任单位商定".to_owned(),
            };
            let id = pick(&commitment);
            (
                SUPERVISOR,
                Command::Bind {
                    id,
                    to,
                    measure,
                    record,
                    why,
                },
            )
        }
        Said::Claim {
            who,
            words,
            progress,
            value,
            until,
        } => {
            let commitment = having(living, report, words)?;
            let amounts = value
                .and_then(|it| it.parse().ok())
                .map(|value| ClaimedAmount {
                    target: 0,
                    value: Some(value),
                    on: *until,
                });
            let claim = Claim {
                progress: (*progress).to_owned(),
                amounts: amounts.into_iter().collect(),
                ..Claim::default()
            };
            let (id, why) = (pick(&commitment), String::new());
            (*who, Command::Claim { id, claim, why })
        }
        Said::Amend {
            words,
            value,
            approver,
            document,
            why,
        } => {
            let commitment = having(living, report, words)?;
            let target = commitment.targets.first()?;
            let aim = Aim {
                op: target.op,
                value: value.parse().ok()?,
                value2: None,
                quantity: target.measure,
            };
            let amend = Command::Amend {
                id: pick(&commitment),
                to: AmendTo::Number { index: 0, aim },
                from: day,
                approver: (*approver).to_owned(),
                document: (*document).to_owned(),
                why: (*why).to_owned(),
            };
            (SUPERVISOR, amend)
        }
        Said::Dispute { who, words, why } => {
            let commitment = having(living, report, words)?;
            let unit = living.app.offices().unit_name(who.0).zh;
            let (id, why) = (pick(&commitment), (*why).to_owned());
            (*who, Command::Dispute { id, unit, why })
        }
        Said::Answer { words, answer } => {
            let commitment = having(living, report, words)?;
            let open = commitment
                .disputes
                .iter()
                .find(|it| it.answered.is_none())?;
            let (id, number) = (pick(&commitment), open.number);
            let answer = (*answer).to_owned();
            (SUPERVISOR, Command::AnswerDispute { id, number, answer })
        }
    })
}

/// What is a commitment is confirmed, the rest rejected.
fn gone_through(living: &Living<'_>, report: &str) -> Option<Command> {
    living.app.look(|accounts, _| {
        let all = accounts.get(report)?.commitments();
        let is = |it: &&Commitment| !NONE.iter().any(|words| it.text.contains(words));
        let (yes, no): (Vec<&Commitment>, Vec<&Commitment>) = all.partition(is);
        let picks = |of: Vec<&Commitment>| of.iter().map(|it| Pick::from(it.id.as_str())).collect();
        Some(Command::Several(vec![
            Command::Confirm { ids: picks(yes) },
            Command::Reject {
                ids: picks(no),
                why: "说的是现状或道理，没有许诺".to_owned(),
            },
        ]))
    })
}

/// Each gets the unit whose duties fit best.
fn assigned(living: &Living<'_>, report: &str) -> Option<Command> {
    living.app.look(|accounts, _| {
        let all = accounts.get(report)?.commitments();
        let assign = |it: &Commitment| {
            let lead = it.suggestions.first()?.unit.clone();
            Some(Command::Assign {
                ids: vec![Pick::from(it.id.as_str())],
                lead: Some(lead),
                supporting: Vec::new(),
                leader: Edit::Keep,
                why: String::new(),
            })
        };
        let confirmed = all.filter(|it| it.status == youwei_account::Status::Confirmed);
        Some(Command::Several(confirmed.filter_map(assign).collect()))
    })
}
