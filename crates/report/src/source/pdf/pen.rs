//! The content of a page, interpreted as far as text needs it: where every glyph stands
//! (ISO 32000-1, 9.4). Nothing is drawn.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object};

use super::font::{Font, resolved};
use super::matrix::Matrix;
use super::token::{Token, Tokens};

/// How deep forms may stand in forms.
const FORM_DEPTH_MAX: usize = 12;

/// How deep `q` is honoured; real pages stay below 30.
const SAVED_STATES_MAX: usize = 512;

/// Operands before an operator; only arrays of shown strings are long.
const OPERANDS_MAX: usize = 100_000;

/// What all pages together may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Bytes of content streams and CMaps, unpacked.
    pub(super) content_bytes: usize,
    /// Glyphs shown.
    pub(super) glyphs: usize,
    /// Forms drawn.
    pub(super) forms: usize,
}

/// The budget is spent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

/// A glyph where it stands on the page, in the units of its user space.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// `None` if the font does not say which character it is.
    pub(super) text: Option<String>,
    /// Where it starts, on its baseline.
    pub(super) start: (f64, f64),
    /// Where the next glyph would start.
    pub(super) end: (f64, f64),
    /// Its font size on the page.
    pub(super) size: f64,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) images: usize,
}

/// Fonts that are used, each read once. A font dictionary may stand in the resources
/// without a number of its own, so they are told apart by where they lie in memory.
#[derive(Default)]
pub(super) struct Fonts(HashMap<usize, Rc<Font>>);

/// Interprets the content of one page.
pub(super) fn trace(
    document: &Document,
    content: &[u8],
    resources: &Dictionary,
    fonts: &mut Fonts,
    budget: &mut Budget,
) -> Result<Page, Exhausted> {
    let mut pen = Pen {
        document,
        fonts,
        budget,
        page: Page::default(),
    };
    pen.run(content, resources, &State::default(), 0)?;
    Ok(pen.page)
}

struct Pen<'a> {
    document: &'a Document,
    fonts: &'a mut Fonts,
    budget: &'a mut Budget,
    page: Page,
}

#[derive(Clone)]
struct State {
    map: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            map: Matrix::IDENTITY,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

impl Pen<'_> {
    fn run(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        outer: &State,
        depth: usize,
    ) -> Result<(), Exhausted> {
        let mut state = outer.clone();
        let mut saved: Vec<State> = Vec::new();
        let mut unsaved = 0_usize;
        // The text matrix, and the same at the start of the line.
        let (mut text, mut line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut tokens = Tokens::new(content);
        while let Some(token) = tokens.next() {
            let Token::Word(operator) = token else {
                if operands.len() < OPERANDS_MAX {
                    operands.push(token);
                }
                continue;
            };
            let numbers = Numbers(&operands);
            match operator {
                b"q" if saved.len() < SAVED_STATES_MAX => saved.push(state.clone()),
                b"q" => unsaved += 1,
                b"Q" if unsaved > 0 => unsaved -= 1,
                b"Q" => {
                    if let Some(it) = saved.pop() {
                        state = it;
                    }
                }
                b"cm" => {
                    if let Some(matrix) = numbers.matrix() {
                        state.map = matrix.then(state.map);
                    }
                }
                b"BT" => (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY),
                b"Tf" => {
                    if let [Token::Name(name), Token::Number(size), ..] = operands.as_slice() {
                        state.font = self.font(resources, name);
                        state.size = *size;
                    }
                }
                b"Tc" => state.char_space = numbers.last(1)[0],
                b"Tw" => state.word_space = numbers.last(1)[0],
                b"Tz" => state.stretch = numbers.last(1)[0] / 100.0,
                b"TL" => state.leading = numbers.last(1)[0],
                b"Ts" => state.rise = numbers.last(1)[0],
                b"Td" | b"TD" => {
                    let [x, y] = numbers.pair();
                    if operator == b"TD" {
                        state.leading = -y;
                    }
                    line = Matrix::moved(x, y).then(line);
                    text = line;
                }
                b"Tm" => {
                    if let Some(matrix) = numbers.matrix() {
                        (text, line) = (matrix, matrix);
                    }
                }
                b"T*" => {
                    line = Matrix::moved(0.0, -state.leading).then(line);
                    text = line;
                }
                b"Tj" | b"TJ" => self.show(&operands, &state, &mut text)?,
                b"'" | b"\"" => {
                    if operator == b"\""
                        && let [Token::Number(word), Token::Number(char), ..] = operands.as_slice()
                    {
                        (state.word_space, state.char_space) = (*word, *char);
                    }
                    line = Matrix::moved(0.0, -state.leading).then(line);
                    text = line;
                    let shown = operands.len().saturating_sub(1);
                    self.show(&operands[shown..], &state, &mut text)?;
                }
                b"Do" => {
                    if let Some(Token::Name(name)) = operands.last() {
                        self.draw(resources, name, &state, depth)?;
                    }
                }
                b"ID" => {
                    self.page.images += 1;
                    tokens.skip_inline_image();
                }
                _ => {}
            }
            operands.clear();
        }
        Ok(())
    }

    /// Shows the strings among the operands; numbers between them move the pen back.
    fn show(
        &mut self,
        operands: &[Token<'_>],
        state: &State,
        text: &mut Matrix,
    ) -> Result<(), Exhausted> {
        let Some(font) = &state.font else {
            return Ok(());
        };
        for operand in operands {
            match operand {
                Token::Number(back) => {
                    let by = -back / 1000.0 * state.size;
                    *text = along(font.is_vertical, by, state.stretch).then(*text);
                }
                Token::Text(bytes) => {
                    for shown in font.show(bytes) {
                        self.budget.glyphs = self.budget.glyphs.checked_sub(1).ok_or(Exhausted)?;
                        let mut by = shown.advance * state.size + state.char_space;
                        if shown.is_word_space {
                            by += state.word_space;
                        }
                        // Top to bottom is towards negative y.
                        let by = if font.is_vertical { -by } else { by };
                        let to_page = text.then(state.map);
                        let next = along(font.is_vertical, by, state.stretch).then(*text);
                        let glyph = Glyph {
                            text: shown.text,
                            start: to_page.apply(0.0, state.rise),
                            end: next.then(state.map).apply(0.0, state.rise),
                            size: (state.size * to_page.height()).abs(),
                        };
                        *text = next;
                        if glyph.is_finite() {
                            self.page.glyphs.push(glyph);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn font(&mut self, resources: &Dictionary, name: &[u8]) -> Option<Rc<Font>> {
        let object = entry(self.document, resources, b"Font", name)?;
        let dictionary = resolved(self.document, object).as_dict().ok()?;
        let (document, budget) = (self.document, &mut self.budget.content_bytes);
        let font = self
            .fonts
            .0
            .entry(std::ptr::from_ref(dictionary) as usize)
            .or_insert_with(|| Rc::new(Font::read(document, dictionary, budget)));
        Some(Rc::clone(font))
    }

    /// Draws an external object: an image is counted, a form is run.
    fn draw(
        &mut self,
        resources: &Dictionary,
        name: &[u8],
        state: &State,
        depth: usize,
    ) -> Result<(), Exhausted> {
        let document = self.document;
        let Some(stream) = entry(document, resources, b"XObject", name)
            .and_then(|it| resolved(document, it).as_stream().ok())
        else {
            return Ok(());
        };
        let subtype = stream
            .dict
            .get_deref(b"Subtype", document)
            .and_then(Object::as_name);
        if subtype.is_ok_and(|it| it == b"Image") {
            self.page.images += 1;
            return Ok(());
        }
        if depth >= FORM_DEPTH_MAX {
            return Ok(());
        }
        self.budget.forms = self.budget.forms.checked_sub(1).ok_or(Exhausted)?;
        let Ok(content) = stream.get_plain_content_with_limit(self.budget.content_bytes) else {
            return Ok(());
        };
        self.budget.content_bytes = self
            .budget
            .content_bytes
            .checked_sub(content.len())
            .ok_or(Exhausted)?;
        let mut inner = state.clone();
        if let Some(matrix) = form_matrix(document, &stream.dict) {
            inner.map = matrix.then(inner.map);
        }
        let own = stream
            .dict
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict);
        self.run(&content, own.unwrap_or(resources), &inner, depth + 1)
    }
}

impl Glyph {
    fn is_finite(&self) -> bool {
        [
            self.start.0,
            self.start.1,
            self.end.0,
            self.end.1,
            self.size,
        ]
        .iter()
        .all(|it| it.abs() < 1e7)
    }
}

/// Moves along the line of writing; only horizontal text is stretched.
fn along(is_vertical: bool, by: f64, stretch: f64) -> Matrix {
    if is_vertical {
        Matrix::moved(0.0, by)
    } else {
        Matrix::moved(by * stretch, 0.0)
    }
}

fn entry<'a>(
    document: &'a Document,
    resources: &'a Dictionary,
    kind: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    resources
        .get_deref(kind, document)
        .and_then(Object::as_dict)
        .and_then(|it| it.get(name))
        .ok()
}

fn form_matrix(document: &Document, form: &Dictionary) -> Option<Matrix> {
    let items = form
        .get_deref(b"Matrix", document)
        .and_then(Object::as_array)
        .ok()?;
    let mut numbers = [0.0; 6];
    for (to, from) in numbers.iter_mut().zip(items) {
        *to = f64::from(resolved(document, from).as_float().ok()?);
    }
    (items.len() == 6).then_some(Matrix(numbers))
}

/// The operands that are numbers.
struct Numbers<'a, 'b>(&'a [Token<'b>]);

impl Numbers<'_, '_> {
    /// The last `count` numbers, in order; missing ones are 0.
    fn last(&self, count: usize) -> Vec<f64> {
        let mut numbers: Vec<f64> = self
            .0
            .iter()
            .rev()
            .filter_map(|it| match it {
                Token::Number(it) => Some(*it),
                _ => None,
            })
            .take(count)
            .collect();
        numbers.resize(count, 0.0);
        numbers.reverse();
        numbers
    }

    fn pair(&self) -> [f64; 2] {
        let numbers = self.last(2);
        [numbers[0], numbers[1]]
    }

    fn matrix(&self) -> Option<Matrix> {
        let numbers: [f64; 6] = self.last(6).try_into().ok()?;
        (self.0.len() >= 6).then_some(Matrix(numbers))
    }
}
