//! The input of each type of field. Works without script: rows of lists are added by a
//! button that sends the form.

use std::collections::BTreeMap;

use maud::{Markup, html};
use youwei_base::Bilingual;
use youwei_system::declaration::{Choice, Field, FieldType};

use super::given::{key, rows_of};
use super::promise::Promises;
use crate::fields::Fields;
use crate::systems::{Book, Names};
use crate::words::Lang;

/// Up to so many units or places are offered as a list to choose from, more as a field
/// that proposes while one types.
const CHOOSE_MAX: usize = 12;

/// How many empty rows a list offers at first.
const EMPTY_ROWS: usize = 1;

/// What is wrong, by the name of the input; its parts' sentences stand with it.
pub(crate) type Wrong = BTreeMap<String, Vec<Bilingual>>;

/// What inputs are shown with.
pub(crate) struct Widgets<'a> {
    pub names: &'a Names,
    pub lang: Lang,
    /// What the reports promise, to pick from.
    pub promises: Option<Promises<'a>>,
    /// As typed, or as the record holds it.
    pub filled: &'a Fields,
    pub wrong: &'a Wrong,
    /// Stands before the ids of elements, so that several forms may stand on a page.
    pub form: &'a str,
}

impl Widgets<'_> {
    /// An input with its label, its help and what is wrong with it.
    pub fn field(&self, field: &Field) -> Markup {
        let key = key(&field.name);
        let id = self.id(&key);
        let wrong = self.wrong.get(&*field.name).map_or(&[][..], Vec::as_slice);
        let help = self.lang.of(&field.help);
        let about = Lines {
            wrong: !wrong.is_empty(),
            described: match (wrong.is_empty(), help.is_empty()) {
                (true, true) => None,
                (true, false) => Some(format!("{id}-help")),
                (false, true) => Some(format!("{id}-wrong")),
                (false, false) => Some(format!("{id}-wrong {id}-help")),
            },
            required: field.required,
        };
        let label = html! {
            (self.lang.of(&field.label))
            @if field.required { span.needed title=(self.lang.pick("必填", "needed")) { (self.lang.pick("必填", "needed")) } }
            @if field.personal { span.sealed title=(self.lang.pick("个人信息，加密存放，不进入账本明文", "personal: kept encrypted, never in the log in the clear")) { (self.lang.pick("个人信息", "personal")) } }
        };
        let notes = html! {
            @if !wrong.is_empty() {
                div.wrong id=(format!("{id}-wrong")) { @for it in wrong { p { (self.lang.of(it)) } } }
            }
            @if !help.is_empty() { p.help id=(format!("{id}-help")) { (help) } }
        };
        let class = if wrong.is_empty() {
            "field"
        } else {
            "field is-wrong"
        };
        if has_parts(&field.of) {
            return html! {
                fieldset class=(class) { legend { (label) } (notes) (self.of(&field.of, &key, &about)) }
            };
        }
        html! {
            div class=(class) { label for=(id) { (label) } (self.of(&field.of, &key, &about)) (notes) }
        }
    }

    fn id(&self, key: &str) -> String {
        format!("{}-{key}", self.form)
    }

    fn of(&self, of: &FieldType, key: &str, about: &Lines) -> Markup {
        let now = self.filled.given(key).unwrap_or("");
        match of {
            FieldType::Text {
                lines: true,
                chars_max,
            } => html! {
                textarea id=(self.id(key)) name=(key) rows="3" maxlength=(chars_max) required[about.required]
                    aria-invalid=[about.invalid()] aria-describedby=[about.described()] { (now) }
            },
            FieldType::Text {
                lines: false,
                chars_max,
            } => {
                let size = Some(chars_max.to_string());
                self.line(
                    key,
                    about,
                    Kind {
                        max: size,
                        ..Kind::text()
                    },
                )
            }
            FieldType::Number { unit, .. } => {
                self.with_unit(unit, self.line(key, about, Kind::decimal("0")))
            }
            FieldType::Money => {
                let hint = self.lang.pick("如 650万、1.2亿", "such as 650万 or 1.2亿");
                self.with_unit("元", self.line(key, about, Kind::decimal(hint)))
            }
            FieldType::Date => self.line(
                key,
                about,
                Kind {
                    of: "date",
                    ..Kind::text()
                },
            ),
            FieldType::Month => self.line(
                key,
                about,
                Kind {
                    of: "month",
                    hint: "2026-03",
                    pattern: Some(r"[0-9]{4}-(0[1-9]|1[0-2])"),
                    ..Kind::text()
                },
            ),
            FieldType::YesNo => self.yes_no(key, about, now),
            FieldType::Choice(all) => self.choice(key, about, all, now),
            FieldType::Area => self.among(&self.names.areas, key, about, now),
            FieldType::Unit => self.among(&self.names.units, key, about, now),
            FieldType::Person => self.among(&self.names.people, key, about, now),
            FieldType::Enterprise => self.code(
                key,
                about,
                self.lang.pick("18 位统一社会信用代码", "18 characters"),
                18,
            ),
            FieldType::Citizen => self.code(
                key,
                about,
                self.lang.pick("18 位公民身份号码", "18 digits"),
                18,
            ),
            FieldType::ProjectCode => self.code(key, about, "2603-990102-04-01-123456", 32),
            FieldType::Container => self.code(key, about, "CSQU3054383", 11),
            FieldType::Link(system) => {
                let hint = self
                    .lang
                    .pick("编号，如 2026-00017", "its number, such as 2026-00017");
                html! {
                    (self.line(key, about, Kind { max: Some("32".into()), hint, ..Kind::text() }))
                    a.beside href=(format!("/systems/{system}")) { (self.lang.pick("查编号", "look it up")) }
                }
            }
            FieldType::Commitment => self.promise(key, about, now),
            // None is asked for; the declaration does not allow it.
            FieldType::DocumentNumber => html! {},
            FieldType::File { photo } => self.file(*photo, key, about),
            FieldType::Geo => self.point(key),
            FieldType::List(of) => self.rows(of, key),
            FieldType::Table(fields) => {
                html! { div.cells { @for field in fields { (self.part(field, key)) } } }
            }
        }
    }

    fn line(&self, key: &str, about: &Lines, kind: Kind<'_>) -> Markup {
        html! {
            input id=(self.id(key)) type=(kind.of) name=(key) value=(self.filled.given(key).unwrap_or(""))
                inputmode=[kind.mode] maxlength=[kind.max] placeholder=[Some(kind.hint).filter(|it| !it.is_empty())]
                pattern=[kind.pattern] list=[kind.list] autocomplete="off" required[about.required]
                aria-invalid=[about.invalid()] aria-describedby=[about.described()];
        }
    }

    fn code(&self, key: &str, about: &Lines, hint: &str, chars: usize) -> Markup {
        self.line(
            key,
            about,
            Kind {
                max: Some(chars.to_string()),
                hint,
                ..Kind::text()
            },
        )
    }

    fn with_unit(&self, unit: &str, line: Markup) -> Markup {
        html! { span.measure { (line) @if !unit.is_empty() { span.unit { (unit) } } } }
    }

    fn yes_no(&self, key: &str, about: &Lines, now: &str) -> Markup {
        let one = |value: &str, said: &str| {
            html! {
                label { input type="radio" name=(key) value=(value) checked[value == now] required[about.required] aria-describedby=[about.described()]; (said) }
            }
        };
        html! {
            span.choices role="radiogroup" id=(self.id(key)) {
                (one("true", self.lang.pick("是", "yes"))) (one("false", self.lang.pick("否", "no")))
            }
        }
    }

    fn choice(&self, key: &str, about: &Lines, all: &[Choice], now: &str) -> Markup {
        html! {
            select id=(self.id(key)) name=(key) required[about.required] aria-invalid=[about.invalid()] aria-describedby=[about.described()] {
                option value="" { (self.lang.pick("请选择", "choose")) }
                @for it in all { option value=(it.key) selected[*it.key == *now] { (self.lang.of(&it.name)) } }
            }
        }
    }

    fn among(&self, book: &Book, key: &str, about: &Lines, now: &str) -> Markup {
        if book.all().is_empty() || book.all().len() > CHOOSE_MAX {
            let list = format!("{}-known", self.id(key));
            let kind = Kind {
                list: Some(list.clone()),
                ..Kind::text()
            };
            return html! {
                (self.line(key, about, kind))
                datalist id=(list) { @for it in book.all() { option value=(it.name.zh) { (it.id) } } }
            };
        }
        let is_now = |id: &str, name: &str| id == now || name == now;
        html! {
            select id=(self.id(key)) name=(key) required[about.required] aria-invalid=[about.invalid()] aria-describedby=[about.described()] {
                option value="" { (self.lang.pick("请选择", "choose")) }
                @for it in book.all() { option value=(it.id) selected[is_now(&it.id, &it.name.zh)] { (self.lang.of(&it.name)) } }
            }
        }
    }

    /// A commitment, picked from the newest report.
    fn promise(&self, key: &str, about: &Lines, now: &str) -> Markup {
        let list = format!("{}-known", self.id(key));
        let kind = Kind {
            list: Some(list.clone()),
            hint: self
                .lang
                .pick("输入几个字，从报告里选", "type a few words and pick"),
            ..Kind::text()
        };
        let offered = || self.promises.into_iter().flat_map(Promises::offered);
        html! {
            (self.line(key, about, kind))
            datalist id=(list) { @for (id, words) in offered() { option value=(id) { (words) } } }
            @if let Some(promises) = self.promises {
                @if !now.is_empty() { p.picked { (promises.show(now, self.lang)) } }
            }
            a.beside href="/commitments" { (self.lang.pick("到报告里找", "find it in the report")) }
        }
    }

    fn file(&self, photo: bool, key: &str, about: &Lines) -> Markup {
        let part = |name: &str| self.filled.get(&format!("{key}.{name}"));
        let (hash, name) = (part("sha256"), part("name"));
        let accept = photo.then_some("image/jpeg,image/png,image/heic,image/webp");
        html! {
            @if !hash.is_empty() {
                p.kept {
                    input type="hidden" name=(format!("{key}.sha256")) value=(hash);
                    input type="hidden" name=(format!("{key}.name")) value=(name);
                    (self.lang.pick("已上传：", "Uploaded: ")) b { (name) } " "
                    small { (self.lang.pick("重新选择即替换", "choose another to replace it")) }
                }
            }
            input id=(self.id(key)) type="file" name=(key) accept=[accept] required[about.required && hash.is_empty()]
                aria-invalid=[about.invalid()] aria-describedby=[about.described()];
            @if photo {
                div.cells {
                    label.part { span { (self.lang.pick("拍摄日期", "Taken on")) }
                        input type="date" name=(format!("{key}.taken")) value=(part("taken")); }
                    (self.point(&format!("{key}.at")))
                }
                p.help { (self.lang.pick("照片里带有拍摄日期和位置的，以照片为准，可以不填。", "What the photograph itself carries counts, and both may then be left empty.")) }
            }
        }
    }

    fn point(&self, key: &str) -> Markup {
        let one = |part: &str, said: &str, hint: &str| {
            let key = format!("{key}.{part}");
            html! {
                label.part { span { (said) }
                    input id=(self.id(&key)) type="text" inputmode="decimal" name=(key) value=(self.filled.get(&key)) placeholder=(hint) maxlength="14" autocomplete="off"; }
            }
        };
        html! {
            div.cells.point {
                (one("lon", self.lang.pick("经度", "Longitude"), "114.482600"))
                (one("lat", self.lang.pick("纬度", "Latitude"), "38.048700"))
            }
        }
    }

    fn rows(&self, of: &FieldType, key: &str) -> Markup {
        let filled = rows_of(self.filled, key);
        let more = usize::from(self.filled.all("more").any(|it| it == key));
        let rows = filled.max(EMPTY_ROWS) + more;
        html! {
            ol.rows {
                @for at in 0..rows {
                    li { (self.of(of, &format!("{key}.{at}"), &Lines::default())) }
                }
            }
            p.next { button type="submit" name="more" value=(key) formnovalidate { (self.lang.pick("加一行", "Add a row")) }
                small { (self.lang.pick("留空的行不算", "empty rows do not count")) } }
        }
    }

    /// A part of a table.
    fn part(&self, field: &Field, key: &str) -> Markup {
        let key = format!("{key}.{}", field.name);
        let help = self.lang.of(&field.help);
        let title = Some(help).filter(|it| !it.is_empty());
        if has_parts(&field.of) {
            return html! { fieldset.part { legend { (self.lang.of(&field.label)) } (self.of(&field.of, &key, &Lines::default())) } };
        }
        html! {
            label.part title=[title] { span { (self.lang.of(&field.label)) } (self.of(&field.of, &key, &Lines::default())) }
        }
    }
}

/// Whether an input has inputs within, so that one label cannot name it.
fn has_parts(of: &FieldType) -> bool {
    matches!(
        of,
        FieldType::List(_)
            | FieldType::Table(_)
            | FieldType::Geo
            | FieldType::YesNo
            | FieldType::File { photo: true }
    )
}

/// What stands around an input.
#[derive(Default)]
struct Lines {
    wrong: bool,
    described: Option<String>,
    required: bool,
}

impl Lines {
    fn invalid(&self) -> Option<&'static str> {
        self.wrong.then_some("true")
    }

    fn described(&self) -> Option<&str> {
        self.described.as_deref()
    }
}

/// What kind of line it is.
struct Kind<'a> {
    of: &'static str,
    mode: Option<&'static str>,
    max: Option<String>,
    hint: &'a str,
    pattern: Option<&'static str>,
    list: Option<String>,
}

impl<'a> Kind<'a> {
    fn text() -> Kind<'a> {
        Kind {
            of: "text",
            mode: None,
            max: None,
            hint: "",
            pattern: None,
            list: None,
        }
    }

    fn decimal(hint: &'a str) -> Kind<'a> {
        Kind {
            mode: Some("decimal"),
            hint,
            ..Kind::text()
        }
    }
}
