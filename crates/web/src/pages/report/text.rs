//! The report's own text, whole, set as a public document; every commitment stands
//! in it as a link, its targets as chips behind their numbers.

use maud::{Markup, html};
use youwei_account::{Amended, Amendment, Commitment, Span, Status, Target, Turn};
use youwei_base::Bilingual;
use youwei_report::{Heading, Part};

use super::View;
use crate::figures::{against, goal};
use crate::struck::{held, numbers_before};
use crate::words as w;

/// Words that belong to the number before them; a chip stands behind them.
const TAILS: [&str; 7] = ["以上", "以下", "以内", "左右", "之间", "及以上", "上下"];

/// Lines before the first sentence that are no longer than this may be the title page.
const TITLE_CHARS_MAX: usize = 48;

pub(super) fn article(view: &View) -> Markup {
    let paragraphs = paragraphs(view.report.text());
    let mut setter = Setter {
        view,
        commitments: view.account.commitments().collect(),
        next: 0,
        // The first that was set, so that an anchor stands once only.
        anchored: std::collections::BTreeSet::new(),
    };
    let body = title_page(view, &paragraphs);
    html! {
        article.paper lang="zh-CN" {
            @for (index, span) in paragraphs.iter().enumerate() {
                @match body.get(index) {
                    Some(Front::Title) => h1 { (view.report.slice(*span).trim()) },
                    Some(Front::By) => p.by { (view.report.slice(*span).trim()) },
                    None => (setter.paragraph(*span)),
                }
            }
        }
    }
}

/// The lines of a text that hold more than white space, without the white space and
/// Markdown heading marks around them.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        // A Markdown heading is set as one; its marks are not part of the report.
        let blank = |c: &char| c.is_whitespace() || *c == '#';
        let lead = line.chars().take_while(blank).count();
        let trail = line.chars().rev().take_while(|c| c.is_whitespace()).count();
        if lead < length {
            found.push(Span::new(start + lead, start + length - trail));
        }
        start += length + 1;
    }
    found
}

/// What a line of the title page is.
enum Front {
    Title,
    By,
}

/// The title and who spoke when: the short lines before anything that ends a sentence
/// or opens a section.
fn title_page(view: &View, paragraphs: &[Span]) -> Vec<Front> {
    let first_heading = view.report.headings.first().map_or(usize::MAX, |h| h.start);
    paragraphs
        .iter()
        .take_while(|span| {
            let words = view.report.slice(**span);
            span.end < first_heading
                && span.len() <= TITLE_CHARS_MAX
                && !words.ends_with(['。', '：', ':', '！', '；', '，'])
        })
        .enumerate()
        .map(|(index, span)| {
            let words = view.report.words(*span);
            let in_title = view.report.title.contains(words.trim());
            if index == 0 || in_title || words.contains("工作报告") {
                Front::Title
            } else {
                Front::By
            }
        })
        .collect()
}

struct Setter<'a> {
    view: &'a View<'a>,
    commitments: Vec<&'a Commitment>,
    /// The first commitment that does not end before the paragraph at hand.
    next: usize,
    anchored: std::collections::BTreeSet<&'a str>,
}

/// One stretch of a paragraph that is set alike.
struct Run<'a> {
    owner: Option<&'a Commitment>,
    lead: bool,
    parts: Vec<Bit<'a>>,
}

enum Bit<'a> {
    Words(&'a str),
    Chip(Chip),
    /// A commitment that lies wholly inside others' words still has its place.
    Anchor(&'a str),
}

/// What stands behind a number: what was promised before, struck through, and how it is.
#[derive(Clone)]
struct Chip {
    was: Vec<String>,
    said: String,
    /// Whether an amendment made it lighter.
    eased: bool,
}

impl<'a> Setter<'a> {
    fn paragraph(&mut self, span: Span) -> Markup {
        let report = self.view.report;
        let heading = report
            .headings
            .iter()
            .enumerate()
            .find(|(_, heading)| span.start <= heading.start && heading.start < span.end);
        if let Some((index, heading)) = heading {
            let (lead, rest) = around(self.view, span, heading);
            if rest.is_empty() {
                return set_heading(index, heading, report.slice(span));
            }
            return self.sentences(span, Some((index, lead)));
        }
        self.sentences(span, None)
    }

    fn sentences(&mut self, span: Span, lead: Option<(usize, Span)>) -> Markup {
        let report = self.view.report;
        let part = report
            .sentences
            .iter()
            .find(|s| s.span.start >= span.start && s.span.start < span.end)
            .map_or(Part::Other, |sentence| sentence.part);
        let runs = self.runs(span, lead.map(|(_, lead)| lead));
        let passing = runs
            .iter()
            .filter_map(|run| run.owner)
            .any(|owner| self.view.passes(owner));
        let salutation = span.len() < 12 && report.slice(span).ends_with(['：', ':']);
        let class = format!(
            "{}{}{}",
            match part {
                Part::Review => "review",
                Part::Forward => "forward",
                Part::Other => "other",
            },
            if passing { " has" } else { "" },
            if salutation { " salute" } else { "" }
        );
        let id = lead.map(|(index, _)| format!("s{index}"));
        html! {
            p class=(class) id=[id] {
                @for run in &runs { (self.set(run)) }
            }
        }
    }

    /// The stretches of a paragraph, cut wherever a commitment or the lead begins or
    /// ends and where a chip stands.
    fn runs(&mut self, span: Span, lead: Option<Span>) -> Vec<Run<'a>> {
        let view = self.view;
        while self
            .commitments
            .get(self.next)
            .is_some_and(|c| c.span.end <= span.start)
        {
            self.next += 1;
        }
        let here: Vec<&'a Commitment> = self
            .commitments
            .iter()
            .skip(self.next)
            .take_while(|c| c.span.start < span.end)
            .filter(|c| c.span.overlaps(span))
            .copied()
            .collect();
        let mut chips: Vec<(usize, Chip)> = here
            .iter()
            .filter(|c| c.status != Status::Rejected)
            .flat_map(|c| {
                c.targets
                    .iter()
                    .enumerate()
                    .map(move |(at, target)| (*c, at, target))
            })
            .filter(|(_, _, target)| span.contains(target.span))
            .map(|(c, at, target)| {
                let end = behind(view.report.slice(Span::new(target.span.end, c.span.end)));
                (target.span.end + end, chip(view, c, at, target))
            })
            .collect();
        let whole = here
            .iter()
            .filter(|c| span.start < c.span.end && c.span.end <= span.end);
        chips.extend(whole.filter_map(|c| Some((c.span.end, of_whole(view, c)?))));
        chips.sort_by_key(|(at, _)| *at);
        let mut cuts: Vec<usize> = here
            .iter()
            .flat_map(|c| [c.span.start, c.span.end])
            .chain(lead.into_iter().flat_map(|lead| [lead.start, lead.end]))
            .chain(chips.iter().map(|(at, _)| *at))
            .filter(|at| span.start < *at && *at < span.end)
            .chain([span.start, span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut runs: Vec<Run<'a>> = Vec::new();
        for pair in cuts.windows(2) {
            let [start, end] = *pair else { continue };
            let piece = Span::new(start, end);
            let owner = here
                .iter()
                .filter(|c| c.span.contains(piece))
                .min_by_key(|c| c.span.len())
                .copied();
            let is_lead = lead.is_some_and(|lead| lead.contains(piece));
            let mut parts = vec![Bit::Words(view.report.slice(piece))];
            for (_, said) in chips.iter().filter(|(at, _)| *at == end) {
                parts.push(Bit::Chip(said.clone()));
            }
            let same = |run: &Run| run.lead == is_lead && same(run.owner, owner);
            match runs.last_mut().filter(|run| same(run)) {
                Some(run) => run.parts.extend(parts),
                None => runs.push(Run {
                    owner,
                    lead: is_lead,
                    parts,
                }),
            }
        }
        self.anchor_hidden(&here, &mut runs);
        runs
    }

    /// Gives commitments that no run belongs to a place to jump to.
    fn anchor_hidden(&self, here: &[&'a Commitment], runs: &mut [Run<'a>]) {
        for hidden in here {
            let owns = runs.iter().any(|run| same(run.owner, Some(hidden)));
            let elsewhere = self.anchored.contains(hidden.id.as_str());
            if let Some(run) = runs.first_mut().filter(|_| !owns && !elsewhere) {
                run.parts.insert(0, Bit::Anchor(&hidden.id));
            }
        }
    }

    fn set(&mut self, run: &Run<'a>) -> Markup {
        let chips = run.parts.iter().any(|part| matches!(part, Bit::Chip(_)));
        let words = html! {
            @for part in &run.parts {
                @match part {
                    // The line is under the words alone, so that a chip stays part of the line of text.
                    Bit::Words(words) => { @if chips { u { (words) } } @else { (words) } },
                    Bit::Chip(chip) => span class=(if chip.eased { "chip eased" } else { "chip" }) {
                        @for was in &chip.was { s.was { (was) } " " }
                        (chip.said)
                    },
                    Bit::Anchor(id) => span id={ "c-" (id) } {},
                }
            }
        };
        let words = if run.lead {
            html! { b.lead { (words) } }
        } else {
            words
        };
        let Some(owner) = run.owner else {
            return words;
        };
        let first = self.anchored.insert(&owner.id);
        let id = first.then(|| format!("c-{}", owner.id));
        let class = match owner.status {
            Status::Rejected => "rejected".to_owned(),
            _ => format!("c {}", self.view.light(owner).key()),
        };
        let class = if chips {
            format!("{class} with")
        } else {
            class
        };
        let class = if self.view.passes(owner) {
            class
        } else {
            format!("{class} off")
        };
        let address = self.view.ask.to(&format!("/commitments/{}", owner.id));
        html! { a class=(class) id=[id] href=(address) { (words) } }
    }
}

/// Today's figure against the target; the target alone where no measure is bound.
fn chip(view: &View, commitment: &Commitment, at: usize, target: &Target) -> Chip {
    let (lang, today) = (view.ask.lang, view.ask.today());
    let then = commitment.on(today);
    let target = then.targets.get(at).unwrap_or(target);
    let before = numbers_before(commitment, at, today);
    let mut was: Vec<String> = before.iter().map(|(was, _)| was.clone()).collect();
    let mut eased = before.iter().any(|(_, turn)| turn.eases());
    let stands = view.standing(commitment).and_then(|it| it.numbers.get(at));
    let bound = stands.filter(|it| it.bound.is_some());
    let value = bound.and_then(|it| it.figure.as_ref()?.value);
    let said = match (bound, value) {
        _ if target.dropped => {
            was.push(goal(target));
            eased = true;
            lang.pick("已取消", "cancelled").to_owned()
        }
        (_, Some(value)) => against(value, target),
        (Some(_), None) => format!("{}/{}", lang.say(w::NO_FACTS), goal(target)),
        (None, None) => format!("{}\u{a0}{}", lang.say(w::TARGET), goal(target)),
    };
    Chip { was, said, eased }
}

/// That a whole commitment was put off, cancelled or is paced otherwise, behind its words.
fn of_whole(view: &View, commitment: &Commitment) -> Option<Chip> {
    let (lang, today) = (view.ask.lang, view.ask.today());
    let held = || held(commitment, today);
    if held().any(|it| it.change == Amended::Cancelled) && commitment.status == Status::Rejected {
        return Some(Chip {
            was: Vec::new(),
            said: lang
                .pick("已调整取消", "cancelled by an amendment")
                .to_owned(),
            eased: true,
        });
    }
    let days = held().filter(|it| matches!(it.change, Amended::Due { .. }));
    let turns: Vec<_> = days.collect();
    let nodes = held().filter(|it| matches!(it.change, Amended::Nodes { .. }));
    if let Some(turn) = nodes
        .map(Amendment::turn)
        .min()
        .filter(|_| turns.is_empty())
    {
        let said = match turn {
            Turn::Repaced => Bilingual::new("季度节点已改", "other quarter nodes"),
            turn => {
                let named = turn.name();
                Bilingual::new(
                    format!("季度节点{}", named.zh),
                    format!("quarter nodes {}", named.en),
                )
            }
        };
        return Some(Chip {
            was: Vec::new(),
            said: lang.own(said).to_string(),
            eased: turn.eases(),
        });
    }
    let day = commitment.on(today).due_day()?;
    let was = turns.iter().map(|it| it.told(commitment).old.zh);
    (!turns.is_empty()).then(|| Chip {
        was: was.filter(|it| !it.is_empty()).collect(),
        said: lang.pick(format!("时限 {day}"), format!("due {day}")),
        eased: turns.iter().any(|it| it.turn().eases()),
    })
}

fn same(one: Option<&Commitment>, other: Option<&Commitment>) -> bool {
    one.map(|c| &c.id) == other.map(|c| &c.id)
}

/// The characters behind a number that still belong to it.
fn behind(words: &str) -> usize {
    TAILS
        .iter()
        .find(|tail| words.starts_with(**tail))
        .map_or(0, |tail| tail.chars().count())
}

/// The heading with its marker and closing mark, and the words after it.
fn around<'a>(view: &View<'a>, span: Span, heading: &Heading) -> (Span, &'a str) {
    let after = view.report.slice(Span::new(heading.end, span.end));
    let mark = after
        .chars()
        .take_while(|c| "。：:．.！!　 ".contains(*c))
        .count();
    let lead = Span::new(span.start, (heading.end + mark).min(span.end));
    let rest = view.report.slice(Span::new(lead.end, span.end));
    (lead, rest.trim())
}

fn set_heading(index: usize, heading: &Heading, words: &str) -> Markup {
    let id = format!("s{index}");
    match heading.level {
        0 | 1 => html! { h2 id=(id) { (words) } },
        2 => html! { h3 id=(id) { (words) } },
        _ => html! { h4 id=(id) { (words) } },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_the_lines_with_words() {
        let found = paragraphs("一、总述\n\n　　全年新建学校。\n");
        assert_eq!(found, [Span::new(0, 4), Span::new(8, 15)]);
        assert!(paragraphs(" \n\n").is_empty());
    }

    #[test]
    fn a_chip_stands_behind_the_words_of_its_number() {
        assert_eq!(behind("以上，"), 2);
        assert_eq!(behind("个项目"), 0);
    }
}
