//! What there is to draw of a system.

use youwei_base::Bilingual;

use crate::declaration::{Action, Clock, StageAt, System};

/// A life cycle.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// What it is of.
    pub title: String,
    /// What leads to what, in sentences, for those who do not see it.
    pub told: String,
    /// The stages in their order.
    pub stages: Vec<Node>,
    /// What leads from stage to stage.
    pub moves: Vec<Move>,
}

/// A stage.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Whether a record may rest here.
    pub ends: bool,
    /// What may be done here without leaving.
    pub inside: Vec<Label>,
}

/// What leads from stages to a stage.
#[derive(Debug, Clone)]
pub struct Move {
    /// Its name and what belongs to it.
    pub label: Label,
    /// Where it leads from; none is the beginning.
    pub from: Vec<Option<StageAt>>,
    /// Where it leads to.
    pub to: StageAt,
    /// Whether it happens by itself, when time has run out.
    pub lapse: bool,
}

/// A name with what is shown small below it.
#[derive(Debug, Clone, Default)]
pub struct Label {
    /// The name.
    pub name: String,
    /// The time limits within which it is to be done.
    pub clocks: Vec<String>,
    /// The public notice that it opens.
    pub notice: Option<String>,
}

impl Graph {
    /// The life cycle of a system.
    pub fn of(system: &System, pick: fn(&Bilingual) -> &str) -> Graph {
        let word = |said: &Bilingual| pick(said).to_owned();
        let mut stages: Vec<Node> = system
            .stages
            .iter()
            .map(|stage| Node {
                name: word(&stage.name),
                ends: stage.ends,
                inside: Vec::new(),
            })
            .collect();
        let mut moves = Vec::new();
        // Objecting to a notice and answering can be done in every stage; the notice is
        // shown where it is opened.
        let of_notice = |at: usize| {
            system
                .notices
                .iter()
                .any(|it| it.object == at || it.answer == at)
        };
        for (at, action) in system.actions.iter().enumerate() {
            if of_notice(at) {
                continue;
            }
            let label = label(system, at, action, pick);
            match action.to {
                Some(to) if action.from.is_empty() => moves.push(Move {
                    label,
                    from: vec![None],
                    to,
                    lapse: false,
                }),
                Some(to) => {
                    let from = action.from.iter().copied();
                    let leaving: Vec<_> = from.filter(|from| *from != to).map(Some).collect();
                    if leaving.len() < action.from.len()
                        && let Some(node) = stages.get_mut(to)
                    {
                        node.inside.push(label.clone());
                    }
                    if !leaving.is_empty() {
                        moves.push(Move {
                            label,
                            from: leaving,
                            to,
                            lapse: false,
                        });
                    }
                }
                None => {
                    for from in &action.from {
                        if let Some(node) = stages.get_mut(*from) {
                            node.inside.push(label.clone());
                        }
                    }
                }
            }
        }
        for (at, clock) in system.clocks.iter().enumerate() {
            moves.extend(lapse(system, at, clock, pick));
        }
        let mut graph = Graph {
            title: word(&system.name),
            told: String::new(),
            stages,
            moves,
        };
        graph.told = graph.tell();
        graph
    }

    fn name(&self, stage: Option<StageAt>) -> &str {
        stage
            .and_then(|at| self.stages.get(at))
            .map_or("●", |node| node.name.as_str())
    }

    /// A move in words: 储备、前期 → 退库：退库.
    pub fn told(&self, it: &Move) -> String {
        let from: Vec<&str> = it.from.iter().map(|at| self.name(*at)).collect();
        let to = self.name(Some(it.to));
        format!("{} → {to}：{}", from.join("、"), it.label.name)
    }

    fn tell(&self) -> String {
        let moves: Vec<String> = self.moves.iter().map(|it| self.told(it)).collect();
        moves.join("；")
    }
}

fn label(system: &System, at: usize, action: &Action, pick: fn(&Bilingual) -> &str) -> Label {
    let mut clocks = Vec::new();
    let within = action.within.and_then(|at| system.clocks.get(at));
    clocks.extend(within.map(|clock| pick(&clock.name).to_owned()));
    // A clock that no action is meant to be taken within is shown where it starts.
    for (nth, clock) in system.clocks.iter().enumerate() {
        let met = system.actions.iter().any(|it| it.within == Some(nth));
        if !met && clock.starts.contains(&at) {
            clocks.push(pick(&clock.name).to_owned());
        }
    }
    let notice = action.opens.and_then(|at| system.notices.get(at));
    Label {
        name: pick(&action.name).to_owned(),
        clocks,
        notice: notice.map(|it| pick(&it.name).to_owned()),
    }
}

/// Where a clock that has run out takes the record by itself: from the stages in which
/// what it waits for may be done.
fn lapse(system: &System, at: usize, clock: &Clock, pick: fn(&Bilingual) -> &str) -> Option<Move> {
    let to = clock.then.to?;
    let waited = system.actions.iter().filter(|it| it.within == Some(at));
    let mut from: Vec<StageAt> = waited.flat_map(|it| it.from.iter().copied()).collect();
    if from.is_empty() {
        let starts = clock.starts.iter().filter_map(|it| system.actions.get(*it));
        from.extend(starts.filter_map(|it| it.to));
    }
    from.sort_unstable();
    from.dedup();
    from.retain(|it| *it != to);
    let late = pick(&Bilingual::new("到期", "lapses")).to_owned();
    (!from.is_empty()).then(|| Move {
        label: Label {
            name: late,
            clocks: vec![pick(&clock.name).to_owned()],
            notice: None,
        },
        from: from.into_iter().map(Some).collect(),
        to,
        lapse: true,
    })
}
