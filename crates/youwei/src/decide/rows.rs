//! Rows from CSV or JSON, one after the other, however many there are.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use serde::de::{Deserializer as _, SeqAccess, Visitor};
use serde_json::Value as Json;
use youwei_base::Bilingual;
use youwei_decision::model::Model;
use youwei_decision::row::{Given, cell};
use youwei_decision::types::Type;
use youwei_decision::value::Name;

use crate::failure::Failure;

/// The most lines of one JSON object, and the most bytes of it or of a line.
const LINES_MAX: usize = 2_000;
const ROW_BYTES_MAX: usize = 8 << 20;

/// Where a row stands.
#[derive(Clone, Copy)]
pub struct Row {
    /// Its number, from 1, without the header.
    pub number: u64,
    /// The line of the file that it begins on, if that is known.
    pub line: Option<u64>,
}

type Take<'a> = &'a mut dyn FnMut(Row, Result<Given, Bilingual>) -> Result<(), Failure>;

/// Hands over every row, read as the model's inputs are declared, or what is wrong with
/// it. Whether it is CSV or JSON is told from the first character.
///
/// # Errors
/// The file cannot be read to its end, or the first line of CSV is not one of inputs.
pub fn each(
    source: impl Read,
    model: &Model,
    mut take: impl FnMut(Row, Result<Given, Bilingual>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    match first(&mut source).map_err(|it| unreadable(&it))? {
        Some(b'[') => array(source, model, &mut take),
        Some(b'{') => lines(source, model, &mut take),
        Some(_) => csv(source, model, &mut take),
        None => Ok(()),
    }
}

/// The first byte that is no space, looked at and not taken.
fn first(source: &mut impl BufRead) -> io::Result<Option<u8>> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if source.fill_buf()?.starts_with(MARK) {
        source.consume(MARK.len());
    }
    loop {
        let bytes = source.fill_buf()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        match bytes.iter().position(|it| !it.is_ascii_whitespace()) {
            Some(at) => {
                let first = bytes.get(at).copied();
                source.consume(at);
                return Ok(first);
            }
            None => {
                let all = bytes.len();
                source.consume(all);
            }
        }
    }
}

fn csv(source: impl Read, model: &Model, take: Take<'_>) -> Result<(), Failure> {
    let mut reader = csv::ReaderBuilder::new().from_reader(source);
    let head = reader.headers().map_err(|it| no_head(&it))?.clone();
    let mut columns: Vec<(Name, &Type)> = Vec::with_capacity(head.len());
    for name in &head {
        let column = model.column(name.trim()).map_err(|said| {
            Failure::bad_input(Bilingual::new(
                format!("CSV 第一行应是输入的名称：{}", said.zh),
                format!("The first line of CSV should name inputs: {}", said.en),
            ))
        })?;
        if columns.iter().any(|(name, _)| *name == column.0) {
            let name = column.0;
            return Err(Failure::bad_input(Bilingual::new(
                format!("CSV 第一行有两个“{name}”；请只留一列。"),
                format!("The first line of CSV names “{name}” twice; keep one column."),
            )));
        }
        columns.push(column);
    }
    let mut number = 0;
    let mut record = csv::StringRecord::new();
    loop {
        let at = reader.position().clone();
        number += 1;
        let row = |line| Row {
            number,
            line: Some(line),
        };
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let line = record.position().map_or(at.line(), csv::Position::line);
                take(row(line), cells(&record, &columns))?;
            }
            Err(error) => {
                if let csv::ErrorKind::Io(error) = error.kind() {
                    return Err(unreadable(error));
                }
                let line = error.position().map_or(at.line(), csv::Position::line);
                take(row(line), Err(no_record(&error)))?;
            }
        }
    }
}

fn cells(record: &csv::StringRecord, columns: &[(Name, &Type)]) -> Result<Given, Bilingual> {
    let mut given = Given::with_capacity(columns.len());
    for (text, (name, of)) in record.iter().zip(columns) {
        if let Some(value) = cell(text, name, of)? {
            given.insert(name.clone(), value);
        }
    }
    Ok(given)
}

fn no_record(error: &csv::Error) -> Bilingual {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Bilingual::new(
            format!("有 {len} 列，应有 {expected_len} 列；请核对逗号和引号。"),
            format!(
                "it has {len} columns and should have {expected_len}; check commas and quotes."
            ),
        ),
        _ => not_text(),
    }
}

fn no_head(error: &csv::Error) -> Failure {
    match error.kind() {
        csv::ErrorKind::Io(error) => unreadable(error),
        _ => Failure::bad_input(not_text()),
    }
}

fn not_text() -> Bilingual {
    Bilingual::new(
        "不是 UTF-8 文本；请在表格软件里另存为“CSV UTF-8”。",
        "it is not text in UTF-8; save the sheet as “CSV UTF-8”.",
    )
}

/// Objects one after the other, each on a line or on several.
fn lines(mut source: impl BufRead, model: &Model, take: Take<'_>) -> Result<(), Failure> {
    let mut line_number = 0;
    let mut row = Row {
        number: 1,
        line: Some(1),
    };
    let mut text: Vec<u8> = Vec::new();
    let mut held = 0;
    loop {
        let start = text.len();
        let limit = (ROW_BYTES_MAX.saturating_sub(start)) as u64;
        let read = (&mut source).take(limit + 1).read_until(b'\n', &mut text);
        let read = read.map_err(|it| unreadable(&it))?;
        line_number += 1;
        if text.iter().all(u8::is_ascii_whitespace) && read > 0 {
            text.clear();
            row.line = Some(line_number + 1);
            continue;
        }
        if read == 0 && text.is_empty() {
            return Ok(());
        }
        if text.len() > ROW_BYTES_MAX {
            return Err(Failure::bad_input(too_long(&row)));
        }
        held += 1;
        let parsed = serde_json::from_slice::<Json>(&text);
        if let Err(error) = &parsed
            && error.is_eof()
            && read > 0
            && held < LINES_MAX
        {
            continue;
        }
        // What does not go on from the lines before begins anew.
        let anew = parsed.is_err() && held > 1 && text.get(start) == Some(&b'{');
        take(
            row,
            parsed
                .map_err(|it| no_json(&it))
                .and_then(|it| object(&it, model)),
        )?;
        row.number += 1;
        row.line = Some(line_number + 1);
        held = 0;
        if !anew {
            text.clear();
            continue;
        }
        text.drain(..start);
        row.line = Some(line_number);
        match serde_json::from_slice::<Json>(&text) {
            Err(error) if error.is_eof() && read > 0 => held = 1,
            parsed => {
                take(
                    row,
                    parsed
                        .map_err(|it| no_json(&it))
                        .and_then(|it| object(&it, model)),
                )?;
                row.number += 1;
                row.line = Some(line_number + 1);
                text.clear();
            }
        }
    }
}

fn object(json: &Json, model: &Model) -> Result<Given, Bilingual> {
    match json {
        Json::Object(entries) => model.given(entries),
        _ => Err(Bilingual::new(
            "应为 { \"输入\": 值 } 那样的对象。",
            "it should be an object such as { \"input\": value }.",
        )),
    }
}

/// An array of objects, none of which waits for the others.
fn array(source: impl Read, model: &Model, take: Take<'_>) -> Result<(), Failure> {
    let mut reader = serde_json::Deserializer::from_reader(source);
    let mut rows = Rows {
        model,
        take,
        number: 0,
        failure: None,
    };
    let read = reader.deserialize_seq(&mut rows);
    let (number, failure) = (rows.number, rows.failure.take());
    match (read, failure) {
        (_, Some(failure)) => Err(failure),
        (Ok(()), None) => Ok(()),
        (Err(error), None) => {
            let said = no_json(&error);
            let next = number + 1;
            Err(Failure::broken(Bilingual::new(
                format!("第 {next} 行起读不下去：{}前面各行已照常判定。", said.zh),
                format!(
                    "Row {next} and what follows cannot be read: {} The rows before were decided.",
                    said.en
                ),
            )))
        }
    }
}

struct Rows<'a> {
    model: &'a Model,
    take: Take<'a>,
    number: u64,
    failure: Option<Failure>,
}

impl<'de> Visitor<'de> for &mut Rows<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(json) = items.next_element::<Json>()? {
            self.number += 1;
            let row = Row {
                number: self.number,
                line: None,
            };
            if let Err(failure) = (self.take)(row, object(&json, self.model)) {
                self.failure = Some(failure);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

fn no_json(error: &serde_json::Error) -> Bilingual {
    Bilingual::new(
        format!("不是合格的 JSON（{error}）；请改正后重试。"),
        format!("it is not well-formed JSON ({error}); correct it and try again."),
    )
}

fn too_long(row: &Row) -> Bilingual {
    let (number, mib) = (row.number, ROW_BYTES_MAX >> 20);
    Bilingual::new(
        format!("第 {number} 行超过 {mib} MiB；请检查文件。"),
        format!("Row {number} has more than {mib} MiB; check the file."),
    )
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::broken(Bilingual::new(
        format!("输入读不下去（{error}）；请检查文件后重试。"),
        format!("The input cannot be read on ({error}); check the file and try again."),
    ))
}
