//! Automatic numbers (ISO/IEC 29500-1, 17.9): which label Word would print before a
//! paragraph.

use std::collections::{HashMap, HashSet};

use super::count;
use super::styles::Styles;
use super::xml::{self, Element, Event};

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a file and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
    /// How far each definition is counted; lists of one definition share its count.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists whose own first number has been used, by list and level.
    restarted: HashSet<(u32, usize)>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Level; LEVELS],
    /// A list style that this definition only points to.
    style_link: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    start: [Option<u32>; LEVELS],
    levels: [Option<Box<Level>>; LEVELS],
}

#[derive(Debug, Clone)]
struct Level {
    system: String,
    /// The label with `%1` to `%9` for the numbers of the levels.
    text: String,
    start: u32,
    /// The level, counted from 1, that this one starts anew after; 0 is never.
    restart_after: Option<usize>,
    /// All numbers in decimal digits.
    is_legal: bool,
    has_space: bool,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            system: "decimal".to_owned(),
            text: String::new(),
            start: 1,
            restart_after: None,
            is_legal: false,
            has_space: true,
            style: None,
        }
    }
}

impl Numbering {
    /// Reads the part `numbering.xml`. What is damaged ends the lists.
    pub(super) fn read(part: &str, styles: &Styles) -> Self {
        let mut building = Building::default();
        let _ = xml::walk(part, |event| building.take(event));
        let mut numbering = building.done;
        numbering.follow_links(styles);
        numbering
    }

    /// A definition may only name a list style, whose list has the true definition.
    fn follow_links(&mut self, styles: &Styles) {
        let linked: Vec<(u32, u32)> = self
            .definitions
            .iter()
            .filter_map(|(id, it)| {
                let list = styles.num_id(it.style_link.as_ref()?)?;
                Some((*id, self.lists.get(&list)?.definition))
            })
            .collect();
        for (id, target) in linked {
            for list in self.lists.values_mut().filter(|it| it.definition == id) {
                list.definition = target;
            }
        }
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let definition = self.definitions.get(&self.lists.get(&list)?.definition)?;
        definition
            .levels
            .iter()
            .position(|it| it.style.as_deref() == Some(style))
    }

    /// Counts a paragraph of a list and gives its label with what stands between it and
    /// the text. Bullets count but have no label: they are drawings, not words.
    pub(super) fn next_label(&mut self, list_id: u32, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let list = self.lists.get(&list_id)?;
        let definition = self.definitions.get(&list.definition)?;
        let of = |at: usize| list.levels[at].as_deref().unwrap_or(&definition.levels[at]);
        let start = |at: usize| list.start[at].unwrap_or(of(at).start);
        let counts = self.counts.entry(list.definition).or_default();

        let starts_anew = list.start[level].is_some() && self.restarted.insert((list_id, level));
        counts[level] = Some(match counts[level] {
            Some(count) if !starts_anew => count.saturating_add(1),
            _ => start(level),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restarts = match of(deeper).restart_after {
                Some(0) => false,
                Some(after) => level < after,
                None => true,
            };
            if restarts {
                *count = None;
            }
        }

        let own = of(level);
        if own.system == "bullet" {
            return None;
        }
        let mut label = String::new();
        let mut text = own.text.chars().peekable();
        while let Some(c) = text.next() {
            let figure = text.peek().and_then(|it| it.to_digit(10));
            match (c, figure) {
                ('%', Some(at @ 1..=9)) => {
                    text.next();
                    let at = at as usize - 1;
                    let number = counts[at].unwrap_or_else(|| start(at));
                    let system = if own.is_legal {
                        "decimal"
                    } else {
                        &of(at).system
                    };
                    label.push_str(&count::write(system, number));
                }
                _ => label.push(c),
            }
        }
        let ends_open = |it: char| !matches!(it, '、' | '）' | '．' | '。' | '：' | '，' | '　');
        if own.has_space && label.chars().next_back().is_some_and(ends_open) {
            label.push(' ');
        }
        Some(label).filter(|it| !it.trim().is_empty())
    }
}

/// What is open while the part is read.
#[derive(Default)]
struct Building {
    done: Numbering,
    definition: Option<(u32, Definition)>,
    list: Option<(u32, List)>,
    level: Option<(usize, Level)>,
    override_level: Option<usize>,
    open: Vec<String>,
}

impl Building {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Open(it) => {
                self.open(&it);
                self.open.push(it.name.to_owned());
            }
            Event::Close => {
                if let Some(name) = self.open.pop() {
                    self.close(&name);
                }
            }
            Event::Text(_) => {}
        }
    }

    fn open(&mut self, it: &Element<'_>) {
        let number = |name: &str| it.attribute(name).and_then(|it| it.parse::<u32>().ok());
        let level = |name: &str| {
            number(name)
                .and_then(|it| usize::try_from(it).ok())
                .filter(|it| *it < LEVELS)
        };
        match it.name {
            "abstractNum" => {
                self.definition = number("abstractNumId").map(|id| (id, Definition::default()));
            }
            "num" => self.list = number("numId").map(|id| (id, List::default())),
            "lvlOverride" => self.override_level = level("ilvl"),
            "lvl" => self.level = level("ilvl").map(|at| (at, Level::default())),
            "abstractNumId" => {
                if let (Some((_, list)), Some(id)) = (&mut self.list, number("val")) {
                    list.definition = id;
                }
            }
            "startOverride" => {
                if let (Some((_, list)), Some(at)) = (&mut self.list, self.override_level) {
                    list.start[at] = number("val");
                }
            }
            "numStyleLink" => {
                if let Some((_, definition)) = &mut self.definition {
                    definition.style_link = it.val();
                }
            }
            _ => {
                if let Some((_, own)) = &mut self.level {
                    own.set(it);
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "lvl" => {
                let Some((at, level)) = self.level.take() else {
                    return;
                };
                if let Some((_, definition)) = &mut self.definition {
                    definition.levels[at] = level;
                } else if let Some((_, list)) = &mut self.list {
                    list.levels[at] = Some(Box::new(level));
                }
            }
            "lvlOverride" => self.override_level = None,
            "abstractNum" => {
                if let Some((id, definition)) = self.definition.take() {
                    self.done.definitions.insert(id, definition);
                }
            }
            "num" => {
                if let Some((id, list)) = self.list.take() {
                    self.done.lists.insert(id, list);
                }
            }
            _ => {}
        }
    }
}

impl Level {
    fn set(&mut self, it: &Element<'_>) {
        let Some(value) = it.val() else {
            if it.name == "isLgl" {
                self.is_legal = true;
            }
            return;
        };
        match it.name {
            "start" => self.start = value.parse().unwrap_or(1),
            "numFmt" => self.system = value,
            "lvlText" => self.text = value,
            "lvlRestart" => self.restart_after = value.parse().ok(),
            "isLgl" => self.is_legal = it.is_on(),
            "suff" => self.has_space = value != "nothing",
            "pStyle" => self.style = Some(value),
            _ => {}
        }
    }
}
