//! Notices hold something up, and what waits for one can come after it.

use youwei_base::Bilingual;

use super::{Proof, results};
use crate::declaration::NoticeAt;

/// Says what is wrong with notices.
pub fn check(proof: &mut Proof<'_>) {
    let system = proof.system;
    for (at, notice) in system.notices.iter().enumerate() {
        let opened = system.actions.iter().enumerate();
        let opens = opened.filter(|(_, it)| it.opens == Some(at));
        if !opens.clone().any(|(action, _)| proof.possible(action)) {
            let message = Bilingual::new(
                format!("没有动作开始公示“{}”。", notice.name.zh),
                format!("no action opens the notice “{}”.", notice.id),
            );
            let help = Bilingual::new(
                format!("在开始公示的动作里写 opens = \"{}\"。", notice.id),
                format!(
                    "write opens = \"{}\" in the action that begins it.",
                    notice.id
                ),
            );
            proof.wrong("notice-never-opened", notice.span, message, help);
            continue;
        }
        if !system.actions.iter().any(|it| it.after == Some(at)) {
            let message = Bilingual::new(
                format!("公示“{}”什么也不拦：没有动作要等它结束。", notice.name.zh),
                format!(
                    "the notice “{}” holds nothing up: no action waits for its end.",
                    notice.id
                ),
            );
            let help = Bilingual::new(
                format!("在公示以后才能办的动作里写 after = \"{}\"。", notice.id),
                format!(
                    "write after = \"{}\" in the action that has to wait.",
                    notice.id
                ),
            );
            proof.odd("notice-idle", notice.span, message, help);
        }
        waits(proof, at);
    }
}

/// What waits for a notice must be possible after it was opened.
fn waits(proof: &mut Proof<'_>, notice: NoticeAt) {
    let system = proof.system;
    let opens = system.actions.iter().filter(|it| it.opens == Some(notice));
    let mut seen: std::collections::BTreeSet<usize> = opens.flat_map(results).collect();
    for _ in 0..system.stages.len() {
        let goes_on = system
            .actions
            .iter()
            .filter(|it| it.from.iter().any(|at| seen.contains(at)));
        let more: Vec<usize> = goes_on.filter_map(|it| it.to).collect();
        seen.extend(more);
    }
    for action in system.actions.iter().filter(|it| it.after == Some(notice)) {
        if action.from.iter().any(|it| seen.contains(it)) {
            continue;
        }
        let name = system.notices.get(notice).map(|it| it.name.clone());
        let name = name.unwrap_or_else(|| Bilingual::new("", ""));
        let message = Bilingual::new(
            format!(
                "动作“{}”要等公示“{}”结束，可是开始公示以后就到不了它的阶段了。",
                action.name.zh, name.zh
            ),
            format!(
                "the action “{}” waits for the notice “{}”, and after that was opened a record never comes to its stages.",
                action.id, name.en
            ),
        );
        let help = Bilingual::new(
            "核对 opens、after 和两个动作的阶段。",
            "check opens and after, and the stages of both actions.",
        );
        proof.wrong("notice-too-late", action.span, message, help);
    }
}
