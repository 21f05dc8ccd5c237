//! Identifiers with a structure of their own.

use youwei_base::{Bilingual, ids};
use youwei_decision::value::Value;

use crate::document_number;
use crate::town::Town;

/// An organisation's unified social credit code.
pub(super) fn enterprise(text: &str) -> Result<Value, Bilingual> {
    ids::credit_code::check(text).map(|it| Value::from(it.text.as_str()))
}

/// A citizen's identity number.
pub(super) fn citizen(text: &str) -> Result<Value, Bilingual> {
    ids::citizen::check(text).map(|it| Value::from(it.text.as_str()))
}

/// The national code of an investment project. The place in it is one of the city, one
/// that China may have, or of the central authorities (00).
pub(super) fn project(text: &str, town: &dyn Town) -> Result<Value, Bilingual> {
    let code = ids::project_code::check(text)?;
    let place = code.area;
    let central = place.0 < 10_000;
    if central || place.may_be_chinese() || town.has_area(place) {
        return Ok(Value::from(code.text.as_str()));
    }
    Err(Bilingual::new(
        format!(
            "项目代码的地区代码 {:06} 不是任何地方的；请对照立项文件改正。",
            place.0
        ),
        format!(
            "The place {:06} in the project code is nowhere; compare it with the approval.",
            place.0
        ),
    ))
}

/// The number of a freight container.
pub(super) fn container(text: &str) -> Result<Value, Bilingual> {
    ids::container::check(text).map(|it| Value::from(it.text.as_str()))
}

/// A commitment of a report that was taken in: the ids of both, as they stand in addresses.
pub(super) fn commitment(text: &str, town: &dyn Town) -> Result<Value, Bilingual> {
    let parts = text.rsplit_once('/');
    let parts = parts.filter(|(report, commitment)| !report.is_empty() && !commitment.is_empty());
    match parts {
        None => Err(Bilingual::new(
            format!("“{text}”不是一条承诺；请从报告里选，写作“报告编号/承诺编号”。"),
            format!(
                "“{text}” is no commitment; pick it from the report, as the report's id, a slash and the commitment's."
            ),
        )),
        Some((report, commitment)) if town.has_commitment(report, commitment) => {
            Ok(Value::from(text))
        }
        Some(_) => Err(Bilingual::new(
            format!("已收入的报告里没有承诺“{text}”；请从报告里选。"),
            format!(
                "no report that was taken in has the commitment “{text}”; pick it from the report."
            ),
        )),
    }
}

/// An official number as it is compared in examples; no input is of this type.
pub(super) fn document(text: &str) -> Result<Value, Bilingual> {
    match document_number::parts(text) {
        Some(_) => Ok(Value::from(text)),
        None => Err(Bilingual::new(
            format!("“{text}”不是发文字号；写作 督办〔2026〕12号。"),
            format!("“{text}” is no official number; it is written 督办〔2026〕12号."),
        )),
    }
}
