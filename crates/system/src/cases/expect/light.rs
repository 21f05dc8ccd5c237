//! What a step says about lights. The light itself is made where all lights are.

use youwei_base::{Bilingual, Day, Decimal, Light};

use super::{decimal, otherwise};
use crate::cases::figures::{Lit, Promised};
use crate::cases::run::Run;
use crate::cases::{LightWanted, Word};

/// The words of lights: as cases write them, and as addresses do.
const WORDS: [(Light, &str); 5] = [
    (Light::Blue, "蓝"),
    (Light::Green, "绿"),
    (Light::Yellow, "黄"),
    (Light::Red, "红"),
    (Light::Grey, "灰"),
];

/// Compares a target's light with what the step says.
pub fn light(run: &mut Run<'_>, on: Day, wanted: &LightWanted) {
    let Some(figures) = run.setting.figures else {
        let message = Bilingual::new(
            "这里算不出灯；请用 youwei rehearse 运行。",
            "lights are not computed here; run it with youwei rehearse.",
        );
        return run.fault("no-figures", wanted.measure.place, message);
    };
    let measure = match figures.measure(&wanted.measure.text) {
        Ok(measure) => measure.id,
        Err(said) => return run.fault("unknown-word", wanted.measure.place, said),
    };
    let Some(light) = named(&wanted.light.text) else {
        let known = WORDS.iter().map(|(_, word)| *word).collect();
        return run.unknown(("灯", "light"), &wanted.light, known);
    };
    let target = match wanted.target.as_ref().map(|it| (it, amount(&it.text))) {
        None => None,
        Some((_, Some(amount))) => Some(amount),
        Some((word, None)) => {
            return otherwise(
                run,
                word,
                ("目标", "the target"),
                "数和单位，如184个",
                &word.text,
            );
        }
    };
    let promised = Promised {
        measure,
        target,
        at_most: wanted.at_most,
        by_calendar: wanted.by_calendar,
        due: wanted.due,
    };
    let lit = match figures.light(&promised, on, &run.told) {
        Ok(lit) => lit,
        Err(said) => return run.fault("no-light", wanted.measure.place, said),
    };
    if lit.light != light {
        let found = format!("{}{}", word_of(lit.light), numbers(&lit));
        let of = (
            format!("“{}”的灯", wanted.measure.text),
            format!("the light of “{}”", wanted.measure.text),
        );
        otherwise(
            run,
            &wanted.light,
            (&of.0, &of.1),
            &wanted.light.text,
            &found,
        );
    }
    share(
        run,
        wanted.done.as_ref(),
        ("完成", "what is done"),
        lit.done,
    );
    share(run, wanted.pace.as_ref(), ("应有", "the pace"), lit.pace);
}

/// Compares a share in per cent, to the decimals that are written.
fn share(run: &mut Run<'_>, word: Option<&Word>, of: (&str, &str), found: Option<Decimal>) {
    let Some(word) = word else { return };
    let nothing = matches!(word.text.as_str(), "无" | "空" | "none");
    let wanted = decimal(&word.text);
    let as_written = found
        .zip(wanted)
        .map(|(it, wanted)| it.round_dp(wanted.scale()));
    let fits = match found {
        Some(_) => as_written.is_some() && as_written == wanted,
        None => nothing,
    };
    if !fits {
        let found = found.map_or_else(|| "无".to_owned(), percent);
        otherwise(run, word, of, &word.text, &found);
    }
}

/// An amount with its unit: 581.8亿元 is so many yuan.
fn amount(text: &str) -> Option<(Decimal, String)> {
    let digits = |it: char| !it.is_ascii_digit() && !matches!(it, '.' | ',' | '-' | ' ');
    let end = text.find(digits).unwrap_or(text.len());
    let (_, after) = text.split_at_checked(end)?;
    let scale = after.chars().next().filter(|it| matches!(it, '万' | '亿'));
    let (number, unit) = text.split_at_checked(end + scale.map_or(0, char::len_utf8))?;
    Some((decimal(number)?, unit.trim().to_owned()))
}

fn named(text: &str) -> Option<Light> {
    let text = text.strip_suffix('灯').unwrap_or(text);
    let mut words = WORDS.iter();
    let found = words.find(|(light, word)| text == *word || text == light.key());
    found.map(|(light, _)| *light)
}

fn word_of(light: Light) -> &'static str {
    let found = WORDS.iter().find(|(it, _)| *it == light);
    found.map_or("", |(_, word)| word)
}

fn percent(of: Decimal) -> String {
    format!("{}%", of.round_dp(2).normalize())
}

fn numbers(lit: &Lit) -> String {
    let said = [("完成", lit.done), ("应有", lit.pace)];
    let said: Vec<String> = said
        .iter()
        .filter_map(|(name, of)| Some(format!("{name} {}", percent((*of)?))))
        .collect();
    match said.is_empty() {
        true => String::new(),
        false => format!("（{}）", said.join("，")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_its_unit_behind_it() {
        for (text, number, unit) in [
            ("184个", "184", "个"),
            ("581.8亿元", "58180000000", "元"),
            ("14万人", "140000", "人"),
            ("6%", "6", "%"),
            ("1,000列", "1000", "列"),
            ("-1", "-1", ""),
        ] {
            let (value, of) = amount(text).unwrap();
            assert_eq!(
                (value.normalize().to_string().as_str(), of.as_str()),
                (number, unit)
            );
        }
        for text in ["", "个", "亿元", "一百个", "."] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn a_light_is_called_by_its_colour() {
        for light in Light::ALL {
            assert_eq!(named(word_of(light)), Some(light));
            assert_eq!(named(light.key()), Some(light));
        }
        assert_eq!(named("黄灯"), Some(Light::Yellow));
        assert_eq!(named("紫"), None);
    }
}
