//! What people say of the report, as commands on its account.

use youwei_account::{
    About, Aim, AmendTo, BindTo, Claim, ClaimedAmount, Command, Commitment, Edit, Pick,
    contradictions, propose,
};
use youwei_base::{Bilingual, Day, WorkCalendar};

use super::diary::{Amended, Said, Who};
use super::live::Living;

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
    let command = match command(living, &report, said, day) {
        Some(it) => it,
        // The two agree by now, so there is nothing to explain.
        None if matches!(said, Said::Explain { .. }) => return,
        None => {
            living.told.otherwise_count += 1;
            living.note(format!("报告里没有这句：{said:?}"));
            return;
        }
    };
    give_on(living, &report, said.who(), &command);
}

/// Gives a command on the newest report. What is refused goes into the account of the year.
pub fn give(living: &mut Living<'_>, who: Who, command: &Command) {
    match newest(living) {
        Some(report) => give_on(living, &report, who, command),
        None => living.note("报告还没有收入".to_owned()),
    }
}

fn give_on(living: &mut Living<'_>, report: &str, who: Who, command: &Command) {
    let actor = living.actor(who);
    match living.app.command(report, command, &actor) {
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
        // By their years.
        let (id, _) = accounts.iter().next_back()?;
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

fn command(living: &Living<'_>, report: &str, said: &Said, day: Day) -> Option<Command> {
    let pick = |it: &Commitment| Pick::from(it.id.as_str());
    Some(match said {
        Said::Confirm => gone_through(living, report)?,
        Said::Assign => assigned(living, report)?,
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
            Command::Bind {
                id,
                to,
                measure,
                record,
                why,
            }
        }
        Said::Claim {
            words,
            progress,
            value,
            until,
            ..
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
            Command::Claim { id, claim, why }
        }
        Said::Declare { words, nodes } => Command::Schedule {
            ids: vec![pick(&having(living, report, words)?)],
            due: Edit::Keep,
            nodes: nodes.map(|it| Edit::To(it.to_owned())),
            why: "督查室与责任单位商定".to_owned(),
        },
        Said::Amend {
            words,
            to,
            approver,
            document,
            why,
        } => {
            let commitment = having(living, report, words)?;
            let to = match to {
                Amended::Number(value) => {
                    let target = commitment.targets.first()?;
                    let aim = Aim {
                        op: target.op,
                        value: value.parse().ok()?,
                        value2: None,
                        quantity: target.measure,
                    };
                    AmendTo::Number { index: 0, aim }
                }
                Amended::Nodes(nodes) => AmendTo::Nodes(nodes.map(|it| match it {
                    Some(text) => Edit::To(text.to_owned()),
                    None => Edit::Keep,
                })),
            };
            Command::Amend {
                id: pick(&commitment),
                to,
                from: day,
                approver: (*approver).to_owned(),
                document: (*document).to_owned(),
                why: (*why).to_owned(),
            }
        }
        Said::Explain { who, words, why } => {
            let id = having(living, report, words)?.id;
            let is = |about: &About| matches!(about, About::Claim { commitment, target: 0, .. } if *commitment == id);
            let about = living.app.look(|accounts, book| {
                let account = accounts.get(report)?;
                let found = contradictions(account, book, day, WorkCalendar::official());
                found.into_iter().map(|it| it.about).find(is)
            })?;
            Command::Explain {
                about: about.key(),
                by: who.0.to_owned(),
                unit: living.app.offices().unit_name(who.0).zh,
                why: (*why).to_owned(),
            }
        }
        Said::Dispute { who, words, why } => {
            let commitment = having(living, report, words)?;
            let unit = living.app.offices().unit_name(who.0).zh;
            let (id, why) = (pick(&commitment), (*why).to_owned());
            Command::Dispute { id, unit, why }
        }
        Said::Answer { words, answer } => {
            let commitment = having(living, report, words)?;
            let open = commitment
                .disputes
                .iter()
                .find(|it| it.answered.is_none())?;
            let (id, number) = (pick(&commitment), open.number);
            let answer = (*answer).to_owned();
            Command::AnswerDispute { id, number, answer }
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
        let mut commands = vec![Command::Confirm { ids: picks(yes) }];
        if !no.is_empty() {
            commands.push(Command::Reject {
                ids: picks(no),
                why: "说的是现状或道理，没有许诺".to_owned(),
            });
        }
        Some(Command::Several(commands))
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
