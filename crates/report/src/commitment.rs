//! A commitment sentence becomes the commitments that it holds: each clause with
//! a target or a named work is one, and the clauses between are one together.

use crate::lexicon::lexicon;
use crate::text::{Span, ends_clause, starts_with_any};

/// The spans of the commitments of one sentence. `marked` are the places of its
/// targets and named works. The spans lie in order, do not overlap, and hold
/// every mark.
pub(crate) fn spans(sentence: &str, marked: &[Span]) -> Vec<Span> {
    let words = &lexicon().commitment;
    let clauses = clauses(sentence, marked);
    let mut out: Vec<Span> = Vec::new();
    // Whether the last span already has its own mark, so that a new one opens another.
    let mut filled = false;
    let mut leads_up = false;
    for (clause, hard) in clauses {
        let text = clause.of(sentence).trim_start();
        let has_mark = marked.iter().any(|mark| clause.holds(*mark));
        let joins = match out.last() {
            None => false,
            Some(_) if leads_up => true,
            Some(_) if hard => false,
            Some(_) if has_mark => false,
            Some(_) => !filled || starts_with_any(text, &words.belongs_before),
        };
        if joins {
            if let Some(last) = out.last_mut() {
                last.end = clause.end;
            }
            filled |= has_mark;
        } else {
            out.push(clause);
            filled = has_mark;
        }
        let opened = out.last() == Some(&clause);
        // 「2025年，…」「目前，…」: too short to promise anything.
        let opener = text.chars().count() <= 5;
        leads_up = !has_mark
            && (opened && (opener || starts_with_any(text, &words.introduces)) || is_period(text));
    }
    out.into_iter()
        .map(|span| span.trimmed(sentence))
        .filter(|span| !span.is_empty())
        .collect()
}

/// 「全年，…」: a period word alone leads up to what follows it.
fn is_period(text: &str) -> bool {
    let length = crate::due::period_length(text);
    length > 0 && text[length..].trim_end().chars().count() <= 1
}

/// The clauses of a sentence without their marks, and whether the mark before
/// each parts more than a comma does. A mark inside a target or a name parts
/// nothing, nor does one inside quotes or brackets.
fn clauses(sentence: &str, marked: &[Span]) -> Vec<(Span, bool)> {
    let sheltered = crate::sentence::shelters(sentence);
    let kept = |at: usize| {
        sheltered.iter().any(|(from, to)| *from < at && at < *to)
            || marked.iter().any(|mark| mark.start < at && at < mark.end)
    };
    let mut out = Vec::new();
    let (mut start, mut hard) = (0, false);
    for (at, ch) in sentence.char_indices() {
        if !ends_clause(ch) || kept(at) {
            continue;
        }
        if matches!(ch, '：' | ':') {
            // 「主要预期目标是：」 announces and promises nothing itself.
            let head = &sentence[start..at];
            if ["目标", "包括", "如下"]
                .iter()
                .any(|word| head.contains(word))
            {
                start = at + ch.len_utf8();
            }
            continue;
        }
        out.push((Span::new(start, at), hard));
        start = at + ch.len_utf8();
        hard = matches!(ch, '；' | ';');
    }
    out.push((Span::new(start, sentence.len()), hard));
    out.retain(|(span, _)| !span.trimmed(sentence).is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, marks: &[&str], want: &[&str]) {
        let marked: Vec<Span> = marks
            .iter()
            .map(|mark| {
                let at = sentence.find(mark).unwrap();
                Span::new(at, at + mark.len())
            })
            .collect();
        let got: Vec<&str> = spans(sentence, &marked)
            .iter()
            .map(|span| span.of(sentence))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn each_clause_with_a_target_is_a_commitment_of_its_own() {
        check(
            "全年安排项目300项，确保东岭大桥等126个项目开工，完成投资650亿元以上",
            &["300项", "126个", "650亿元"],
            &[
                "全年安排项目300项",
                "确保东岭大桥等126个项目开工",
                "完成投资650亿元以上",
            ],
        );
    }

    #[test]
    fn clauses_without_a_target_stay_together_and_purposes_stay_with_their_task() {
        check(
            "加强水源保护，治理河道20公里，让群众喝上好水，规范排污口管理，清理岸线",
            &["20公里"],
            &[
                "加强水源保护",
                "治理河道20公里，让群众喝上好水",
                "规范排污口管理，清理岸线",
            ],
        );
    }

    #[test]
    fn a_clause_that_leads_up_belongs_to_what_follows() {
        check(
            "围绕产业升级，新建平台10个；完善标准",
            &["10个"],
            &["围绕产业升级，新建平台10个", "完善标准"],
        );
    }
}
