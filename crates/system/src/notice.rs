//! Public notices 公示: when one runs, what may be objected, and what it holds up.

use youwei_base::Day;

use crate::declaration::{Action, ActionAt, Notice, NoticeAt, System};
use crate::record::{NoticeState, Record};
use crate::wish::{Refusal, RefusalKind};

/// What an action about a notice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// `<notice>-object`: anybody says what is wrong.
    Object,
    /// `<notice>-answer`: whoever is to answer does.
    Answer,
}

/// The notice that an action is about; none for an action of any other kind.
#[must_use]
pub fn step_of(system: &System, action: ActionAt) -> Option<(NoticeAt, Step)> {
    let mut notices = system.notices.iter().enumerate();
    notices.find_map(|(at, notice)| match action {
        it if it == notice.object => Some((at, Step::Object)),
        it if it == notice.answer => Some((at, Step::Answer)),
        _ => None,
    })
}

/// The notice of this id that was opened last.
#[must_use]
pub fn latest<'a>(record: &'a Record, notice: &str) -> Option<&'a NoticeState> {
    record.notices.iter().rev().find(|it| &*it.notice == notice)
}

impl NoticeState {
    /// Whether objections are still taken on this day.
    #[must_use]
    pub fn runs(&self, today: Day) -> bool {
        self.from <= today && today <= self.until
    }
}

/// The numbers of the objections to a notice that nobody answered yet.
pub(crate) fn open_objections(record: &Record, notice: &str) -> Vec<u32> {
    let notices = record.notices.iter().filter(|it| &*it.notice == notice);
    let objections = notices.flat_map(|it| &it.objections);
    let open = objections.filter(|it| it.answered.is_none());
    open.map(|it| it.number).collect()
}

/// Whether an action about a notice can be done now: an objection while the notice runs,
/// an answer while one is open. Other actions always can.
pub(crate) fn fits(
    system: &System,
    at: ActionAt,
    action: &Action,
    record: Option<&Record>,
    today: Day,
) -> Result<(), Refusal> {
    let Some((at, step)) = step_of(system, at) else {
        return Ok(());
    };
    let (Some(notice), Some(record)) = (system.notices.get(at), record) else {
        return Err(not_opened(action));
    };
    match step {
        Step::Object => {
            let state = latest(record, &notice.id).ok_or_else(|| not_opened(action))?;
            match state.runs(today) {
                true => Ok(()),
                false => Err(Refusal::of(
                    RefusalKind::Conflict,
                    format!(
                        "“{}”的期限是{}至{}，现在不再受理异议；有意见请向主管单位反映。",
                        notice.name.zh, state.from, state.until
                    ),
                    format!(
                        "“{}” ran from {} to {}, and takes no objection now; write to the keeper instead.",
                        notice.name.en, state.from, state.until
                    ),
                )),
            }
        }
        Step::Answer => match open_objections(record, &notice.id).is_empty() {
            false => Ok(()),
            true => Err(Refusal::of(
                RefusalKind::Conflict,
                format!("“{}”没有待答复的异议；无须办理。", notice.name.zh),
                format!(
                    "“{}” has no open objection; nothing is to be done.",
                    notice.name.en
                ),
            )),
        },
    }
}

fn not_opened(action: &Action) -> Refusal {
    Refusal::of(
        RefusalKind::Conflict,
        format!("还没有公示，不能“{}”；请等公示开始。", action.name.zh),
        format!(
            "no notice runs yet, so “{}” cannot be done; wait for it.",
            action.name.en
        ),
    )
}

/// Whether what waits for a notice may go on: it was opened, it has ended, no objection is
/// open, and none of the last one was found right without the matter having been put on
/// notice anew.
pub(crate) fn ended_well(notice: &Notice, record: &Record, today: Day) -> Result<(), Refusal> {
    let conflict = |zh: String, en: String| Err(Refusal::of(RefusalKind::Conflict, zh, en));
    let Some(state) = latest(record, &notice.id) else {
        return conflict(
            format!("“{}”还没有开始；请先公示。", notice.name.zh),
            format!("“{}” was not opened; open it first.", notice.name.en),
        );
    };
    if today <= state.until {
        return conflict(
            format!(
                "“{}”到{}为止，还没有期满；请期满后再办。",
                notice.name.zh, state.until
            ),
            format!(
                "“{}” runs until {}; wait for its end.",
                notice.name.en, state.until
            ),
        );
    }
    let open = open_objections(record, &notice.id);
    if !open.is_empty() {
        let numbers: Vec<String> = open.iter().map(u32::to_string).collect();
        return conflict(
            format!(
                "“{}”的异议（第{}号）还没有答复；请先答复。",
                notice.name.zh,
                numbers.join("、")
            ),
            format!(
                "objection {} to “{}” is not answered; answer it first.",
                numbers.join(", "),
                notice.name.en
            ),
        );
    }
    let upheld = state.objections.iter();
    let mut upheld = upheld.filter(|it| it.answered.is_some_and(|(_, upheld)| upheld));
    match upheld.next() {
        None => Ok(()),
        Some(objection) => conflict(
            format!(
                "“{}”的第{}号异议成立；请改正后重新公示。",
                notice.name.zh, objection.number
            ),
            format!(
                "objection {} to “{}” was found right; mend the matter and open the notice anew.",
                objection.number, notice.name.en
            ),
        ),
    }
}

/// Which objection an answer is about: the one that was named, or the only open one.
pub(crate) fn answered(
    notice: &Notice,
    record: &Record,
    named: Option<u32>,
) -> Result<u32, Refusal> {
    let open = open_objections(record, &notice.id);
    let found = match (named, open.as_slice()) {
        (Some(number), open) => open.iter().copied().find(|it| *it == number),
        // Whoever does not say which answers the oldest.
        (None, open) => open.first().copied(),
    };
    found.ok_or_else(|| {
        let numbers: Vec<String> = open.iter().map(u32::to_string).collect();
        Refusal::of(
            RefusalKind::Conflict,
            format!(
                "没有这一号待答复的异议；待答复的有：{}。",
                numbers.join("、")
            ),
            format!(
                "no open objection has this number; open are: {}.",
                numbers.join(", ")
            ),
        )
    })
}

/// The number of the next objection on a record.
pub(crate) fn next_number(record: &Record) -> u32 {
    let all = record
        .notices
        .iter()
        .map(|it| it.objections.len())
        .sum::<usize>();
    u32::try_from(all + 1).unwrap_or(u32::MAX)
}
