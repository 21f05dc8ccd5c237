//! Where the engines differ, and why ours is right: each difference with a reason and a
//! smallest example, which a test decides in both engines, so that what is said of it
//! stays true.

use youwei_decision::number::Number;

use crate::shrink::Difference;
use crate::tables::{Column, Table};
use crate::{Outcome, ours, tables};

/// A difference in expressions.
pub struct Known {
    /// What it is about.
    pub name: &'static str,
    /// What the other engine does, and what the standard says.
    pub why: &'static str,
    /// An expression, its value in ours and in theirs.
    pub example: (&'static str, &'static str, &'static str),
    /// Whether a difference that cannot be made smaller is this one.
    pub fits: fn(&Seen<'_>) -> bool,
}

/// A difference, looked at.
pub struct Seen<'a> {
    /// What stands at the root of the expression.
    pub root: &'a str,
    /// The expression.
    pub text: String,
    /// What it is in ours.
    pub ours: &'a str,
    /// What it is in theirs.
    pub theirs: &'a str,
    /// The values in ours of the expressions within, as far as they need no names.
    pub within: Vec<String>,
}

impl Seen<'_> {
    /// A look at a difference.
    #[must_use]
    pub fn new(it: &Difference) -> Seen<'_> {
        let within = it.tree.within().filter(|it| it.closed());
        let value = |it: Outcome| it.text().to_owned();
        Seen {
            root: &it.tree.root,
            text: it.tree.to_string(),
            ours: it.ours.text(),
            theirs: it.theirs.text(),
            within: within
                .map(|it| value(ours::decide(&it.to_string())))
                .collect(),
        }
    }

    fn root_in(&self, of: &[&str]) -> bool {
        of.contains(&self.root)
    }

    fn some(&self, test: impl Fn(&str) -> bool) -> bool {
        self.within.iter().any(|it| test(it))
    }

    fn nothing_within(&self) -> bool {
        self.some(|it| it == "null")
    }
}

const LISTS: &[&str] = &[
    "all",
    "any",
    "append",
    "concatenate",
    "count",
    "distinct values",
    "index of",
    "insert before",
    "list contains",
    "list replace",
    "max",
    "mean",
    "median",
    "min",
    "mode",
    "product",
    "remove",
    "reverse",
    "stddev",
    "string join",
    "sublist",
    "sum",
    "union",
];
const ROUNDING: &[&str] = &[
    "ceiling",
    "decimal",
    "floor",
    "round down",
    "round half down",
    "round half up",
    "round up",
];
const ORDER: &[&str] = &["-", "<", "<=", ">", ">=", "=", "!=", "between", "in"];
const RANGES: &[&str] = &[
    "before",
    "after",
    "meets",
    "met by",
    "overlaps",
    "overlaps before",
    "overlaps after",
    "finishes",
    "finished by",
    "includes",
    "during",
    "starts",
    "started by",
    "coincides",
];

fn is_list(it: &str) -> bool {
    it.starts_with('[') && it.ends_with(']') && !it.contains("..")
}

fn is_moment(it: &str) -> bool {
    it.starts_with("time ") || it.starts_with("date and time ")
}

/// The differences in expressions.
pub static EXPRESSIONS: &[Known] = &[
    Known {
        name: "nothing is equal to nothing only",
        why: "dsntk gives null for null = x and null != x where x is not null, but not for \
              x = null. DMN 1.5, 10.3.2.7 and table 42: if one operand is null, = is false.",
        example: ("null = 1", "boolean false", "null"),
        fits: |it| it.root_in(&["=", "!="]) && it.theirs == "null" && it.nothing_within(),
    },
    Known {
        name: "the last digit",
        why: "dsntk rounds powers, exponentials, logarithms and roots to a neighbour of the \
              nearest number of 34 digits. DMN 1.5, 10.3.2.3.1: decimal128 with rounding to \
              the nearest.",
        example: (
            "1234567890123456789 ** -2",
            "0.0000000000000000000000000000000000006561000118098001606264039454283761",
            "0.0000000000000000000000000000000000006561000118098001606264039454283759",
        ),
        fits: |it| nearly(it.ours, it.theirs),
    },
    Known {
        name: "a duration and a number",
        why: "dsntk gives null for a duration times or through a number that makes more than \
              some thousands of days. DMN 1.5, table 55: a duration.",
        example: (
            "@\"P30D\" * -99999.99",
            "days and time duration -P2999999DT16H48M",
            "null",
        ),
        fits: |it| {
            it.root_in(&["*", "/"])
                && it.theirs == "null"
                && it.some(|it| it.starts_with("days and time"))
        },
    },
    Known {
        name: "fractions of a second",
        why: "dsntk forgets the fractions of seconds in arithmetic and properties. DMN 1.5, \
              10.3.2.3.4 to 10.3.2.3.7: seconds are a number with fractions.",
        example: (
            "@\"10:30:00\" + @\"PT0.5S\"",
            "time 10:30:00.5",
            "time 10:30:00",
        ),
        fits: |it| {
            it.some(|it| !it.starts_with('"') && is_temporal(it) && it.contains('.'))
                && it.ours != "null"
        },
    },
    Known {
        name: "a time after midnight",
        why: "dsntk adds hours to a time without starting again at midnight. DMN 1.5, \
              10.3.2.3.4: hours are below 24.",
        example: (
            "@\"23:59:59\" + @\"PT1H\"",
            "time 00:59:59",
            "time 24:59:59",
        ),
        fits: |it| {
            it.root_in(&["+", "-"])
                && it.ours.starts_with("time ")
                && it.theirs.starts_with("time ")
        },
    },
    Known {
        name: "the ends of a range",
        why: "dsntk takes a null at an end of a range for an end without bound, and ends of \
              any two kinds. DMN 1.5, 10.3.2.7: the ends are values of one comparable type; \
              `5 in [1..null)` is null in the standard's own test cases.",
        example: ("[1..null)", "null", "[1..)"),
        fits: |it| it.root_in(&[".."]) && it.ours == "null",
    },
    Known {
        name: "items and entries of different kinds",
        why: "dsntk gives null where lists or contexts are compared that hold values of \
              different kinds in the same place. DMN 1.5, table 42: they are not equal, which \
              is false.",
        example: ("{a: 1} = {a: {b: 1}}", "boolean false", "null"),
        fits: |it| {
            it.root_in(&["=", "!="])
                && it.theirs == "null"
                && it.within.iter().all(|it| it.starts_with(['[', '{']))
        },
    },
    Known {
        name: "a range that is open and ends below zero",
        why: "dsntk does not read it. DMN 1.5, 10.3.1.2, rule 6: any expression may be an end.",
        example: ("]3..-5[", "(3..-5)", "unread"),
        fits: |it| it.theirs == "unread" && it.ours != "unread" && it.text.contains("..-"),
    },
    Known {
        name: "an open range and a minus",
        why: "here ours reads less: the grammar of DMN 1.5 leaves open whether `7[ - 1` begins \
              a filter, and ours takes it for one. Ranges that are compared or tested are not \
              concerned, and nothing can be taken from a range.",
        example: ("]3..7[ - 1", "unread", "null"),
        fits: |it| it.root == "-" && it.ours == "unread" && it.text.contains("[ -"),
    },
    Known {
        name: "item of a value that is no list",
        why: "dsntk has no item where another value is filtered as the list of it. DMN 1.5, \
              10.3.2.5 and 10.3.2.9.4: the item is the value.",
        example: ("(\"a\")[2 != item]", "[]", "[\"a\"]"),
        fits: |it| {
            it.root == "filter"
                && it.text.contains("item")
                && it.within.first().is_some_and(|it| !is_list(it))
        },
    },
    Known {
        name: "a truth between truths",
        why: "dsntk does not read `and` and `between` within `between`, though in brackets. DMN \
              1.5, 10.3.1.2, rule 40: what stands in brackets is any expression.",
        example: ("1 between (true and false) and 2", "null", "unread"),
        fits: |it| it.root == "between" && it.theirs == "unread",
    },
    Known {
        name: "the parts of a negative duration",
        why: "dsntk forgets the sign. DMN 1.5, table 61, after XPath's functions, which keep it.",
        example: ("@\"-P1D\".days", "-1", "1"),
        fits: |it| it.root.starts_with('.') && it.ours.strip_prefix('-') == Some(it.theirs),
    },
    Known {
        name: "a property that items do not have",
        why: "dsntk gives a null for each item. DMN 1.5, 10.3.2.9: a list of strings has no such \
              property, and the expression is wrong before any item is looked at.",
        example: ("([\"a\"]).day", "null", "[null]"),
        fits: |it| it.root.starts_with('.') && it.ours == "null" && is_list(it.theirs),
    },
    Known {
        name: "a range or a truth filtered",
        why: "dsntk gives null for some values that are filtered as if they were lists. DMN \
              1.5, 10.3.2.5: each is the list of itself.",
        example: ("(1..6)[1]", "(1..6)", "null"),
        fits: |it| {
            it.root_in(&["filter", "[n]"])
                && it.theirs == "null"
                && it
                    .within
                    .first()
                    .is_some_and(|it| !is_list(it) && it != "null")
        },
    },
    Known {
        name: "null in null",
        why: "dsntk takes every null for the same value. A test that itself has no value, \
              for a reason, is not passed here: the reason is passed on (DMN 1.5, table 55, \
              leaves open what an invalid test gives).",
        example: ("null in (max([]))", "null", "boolean true"),
        fits: |it| it.root == "in" && it.ours == "null" && it.theirs == "boolean true",
    },
    Known {
        name: "the same in a list of it",
        why: "dsntk looks for a range or a list in a list only by what is within. DMN 1.5, table \
              55: e1 in e2 also if they are equal, or e1 is an item.",
        example: ("[] in []", "boolean true", "boolean false"),
        fits: |it| it.root == "in" && it.ours == "boolean true" && it.theirs == "boolean false",
    },
    Known {
        name: "nulls among strings",
        why: "dsntk joins null as an empty string, and takes any delimiter for one string. DMN \
              1.5, table 76: null items are passed over; the delimiter is a string.",
        example: ("string join([null, \"a\"], \"-\")", "\"a\"", "\"-a\""),
        fits: |it| it.root == "string join",
    },
    Known {
        name: "names of functions after contexts",
        why: "dsntk does not read the names of functions that contain `of` or `and` after a \
              context, nor an entry's name before a keyword. DMN 1.5, 10.3.1.2: a name is \
              what is in scope.",
        example: (
            "[{a: 1}.a, month of year(@\"2023-06-15\")]",
            "[1, \"June\"]",
            "unread",
        ),
        fits: |it| {
            let names = [
                " of year",
                " of week",
                " and months duration",
                " and time",
                ").",
                "}.",
            ];
            (it.text.contains('{') || it.theirs == "unread")
                && names.iter().any(|name| it.text.contains(name))
        },
    },
    Known {
        name: "times with and without a zone",
        why: "dsntk compares moments by their fields, whatever their zones. DMN 1.5, \
              10.3.2.3.5: moments are compared as points in time, and one with a zone has \
              no order with one without.",
        example: (
            "@\"2026-01-01T12:00:00+08:00\" < @\"2026-01-01T10:00:00Z\"",
            "boolean true",
            "boolean false",
        ),
        fits: |it| it.root_in(ORDER) && it.within.iter().filter(|it| is_moment(it)).count() >= 2,
    },
    Known {
        name: "false and null",
        why: "dsntk gives null for a test whose one half is false and whose other half is \
              null, or true and null. DMN 1.5, tables 38 and 51: x between a and b is x >= a \
              and x <= b, of which false decides alone; x in (a, b) is an or.",
        example: ("1 between 2 and null", "boolean false", "null"),
        fits: |it| {
            it.root_in(&["between", "in"])
                && (it.theirs == "null" && it.ours.starts_with("boolean")
                    || it.ours == "null" && it.theirs == "boolean false")
        },
    },
    Known {
        name: "rounding to places",
        why: "dsntk rounds 0 to null, stops with a panic, or gives 1 where the places are \
              negative or more than there are. DMN 1.5, table 75: rounded to the scale.",
        example: ("round up(2.5, -2)", "100", "1"),
        fits: |it| it.root_in(ROUNDING) && it.within.len() == 2,
    },
    Known {
        name: "a value for the list of it, or the other way round",
        why: "dsntk gives null where a function that takes a list is given another value, or \
              one that takes a value a list of one. DMN 1.5, 10.3.2.9.4: to singleton list, \
              from singleton list.",
        example: ("reverse(2)", "[2]", "null"),
        fits: |it| {
            it.theirs == "null"
                && (it.root_in(LISTS) && it.some(|it| it != "null" && !is_list(it))
                    || it.root_in(LISTS) && it.within.iter().skip(1).any(|it| is_list(it))
                    || !it.root_in(LISTS) && it.some(is_list))
        },
    },
    Known {
        name: "null for a list",
        why: "dsntk takes null for the list of null. DMN 1.5, 10.3.2.9.4: null is of every \
              type, so that it is converted to none; a function of a null list is null.",
        example: ("count(null)", "null", "1"),
        fits: |it| it.root_in(LISTS) && it.nothing_within(),
    },
    Known {
        name: "over null",
        why: "dsntk runs over null as over the list of null. DMN 1.5, 10.3.2.14 and table 59: \
              over a list or a range; over what is neither, the result is null.",
        example: ("for x in null return 1", "null", "[1]"),
        fits: |it| {
            it.root_in(&["for", "some", "every"])
                && it.within.first().is_some_and(|it| it == "null")
        },
    },
    Known {
        name: "null filtered",
        why: "dsntk gives null. DMN 1.5, 10.3.2.5: what is filtered is a list, and a null \
              holds no items.",
        example: ("null[true]", "[]", "null"),
        fits: |it| it.root == "filter" && it.ours == "[]" && it.theirs == "null",
    },
    Known {
        name: "a filter that is none",
        why: "dsntk gives [] for an empty list filtered by what is neither a truth nor a \
              position. DMN 1.5, 10.3.2.5: it is one of these.",
        example: ("[][@\"P1Y\"]", "null", "[]"),
        fits: |it| it.root == "filter" && it.ours == "null" && it.theirs == "[]",
    },
    Known {
        name: "all and any of other items",
        why: "dsntk gives null as soon as an item is no truth. DMN 1.5, table 77: all is false \
              if one item is, any is true if one item is.",
        example: ("any([null, true])", "boolean true", "null"),
        fits: |it| it.root_in(&["all", "any"]) && it.theirs == "null",
    },
    Known {
        name: "entries that are not there",
        why: "dsntk makes the contexts on the way. DMN 1.5, table 78: context put of a path \
              puts into the entry that is there, and what is null is no context.",
        example: (
            "context put({}, [\"a\", \"b\"], 1)",
            "null",
            "{\"a\": {\"b\": 1}}",
        ),
        fits: |it| it.root == "context put" && it.ours == "null",
    },
    Known {
        name: "an instance of a list",
        why: "dsntk gives null where a negative number is tested for a type of lists. DMN 1.5, \
              10.3.2.9.1: it is none, which is false.",
        example: ("-2.5 instance of list<number>", "boolean false", "null"),
        fits: |it| it.root == "instance of" && it.theirs == "null",
    },
    Known {
        name: "null among numbers",
        why: "dsntk passes over it. DMN 1.5, table 77: the items are comparable, which null is \
              not.",
        example: ("max([2, null, 100])", "null", "100"),
        fits: |it| it.root_in(&["min", "max"]) && it.some(|it| it.contains("null")),
    },
    Known {
        name: "what is left of a division",
        why: "dsntk rounds on the way. DMN 1.5, table 75: dividend - divisor * floor(dividend \
              / divisor), which is exact here.",
        example: (
            "modulo(10, 0.00008333333333333333333333333333333333)",
            "0.0000000000000000000000000000000004",
            "0",
        ),
        fits: |it| it.root == "modulo",
    },
    Known {
        name: "a context as a string",
        why: "dsntk sorts the entries and writes days and times so that they do not read back. \
              The standard leaves both open (DMN 1.5, table 74); ours keeps the order.",
        example: (
            "string({b: 1, a: 2})",
            "\"{b: 1, a: 2}\"",
            "\"{a: 2, b: 1}\"",
        ),
        fits: |it| it.root == "string",
    },
    Known {
        name: "a part of no items",
        why: "dsntk gives []. DMN 1.5, table 77, leaves it open; null here, as a length of \
              nothing is as odd as a start of nothing, and Drools does so too.",
        example: ("sublist([1, 2], 1, 0)", "null", "[]"),
        fits: |it| it.root == "sublist" && it.ours == "null",
    },
    Known {
        name: "over a range",
        why: "dsntk runs over no range that is not written without brackets. DMN 1.5, \
              10.3.2.14: over a list or a range of whole numbers or days.",
        example: ("for x in [1..3) return x", "[1, 2]", "null"),
        fits: |it| {
            it.root_in(&["for", "some", "every"])
                && it.within.first().is_some_and(|it| it.contains(".."))
        },
    },
    Known {
        name: "years before Christ",
        why: "dsntk does not read them. DMN 1.5, 10.3.2.3.5: the lexical form of XML Schema, \
              which has them.",
        example: ("date(\"-0001-01-01\")", "date -0001-01-01", "null"),
        fits: |it| it.ours.starts_with("date -") || it.ours.starts_with("date and time -"),
    },
    Known {
        name: "the empty list's type",
        why: "dsntk says no. DMN 1.5, 10.3.2.9.1: the items of [] are of the type Null, which \
              conforms to every type, so that the list does.",
        example: (
            "[] instance of list<number>",
            "boolean true",
            "boolean false",
        ),
        fits: |it| it.root == "instance of" && it.some(|it| it == "[]"),
    },
    Known {
        name: "is() of two kinds",
        why: "dsntk gives null. DMN 1.5, table 81: true if both are the same element of the \
              domain, false otherwise.",
        example: ("is(null, false)", "boolean false", "null"),
        fits: |it| it.root == "is" && it.theirs == "null",
    },
    Known {
        name: "the largest of one",
        why: "dsntk has no largest or smallest of one moment or duration. DMN 1.5, table 77: of \
              a list of comparable items.",
        example: (
            "max(@\"2022-08-29T23:59:59\")",
            "date and time 2022-08-29T23:59:59",
            "null",
        ),
        fits: |it| it.root_in(&["min", "max"]) && it.theirs == "null" && it.some(holds_temporal),
    },
    Known {
        name: "ranges that end before they begin",
        why: "dsntk turns them round. DMN 1.5, table 80 compares the ends as they are.",
        example: ("met by((1..5), (9..1))", "boolean false", "boolean true"),
        fits: |it| it.root_in(RANGES) && it.some(|it| it.contains("..")),
    },
    Known {
        name: "a part of an empty list",
        why: "dsntk stops with a panic. DMN 1.5, table 77: there is no such position.",
        example: ("sublist([], -1, 4)", "null", "panic"),
        fits: |it| it.root == "sublist" && it.theirs == "panic",
    },
    Known {
        name: "a substring longer than the string",
        why: "dsntk gives null. DMN 1.5, table 76: the length, or all characters that there \
              are from there.",
        example: ("substring(\"foobar\", 4, 12)", "\"bar\"", "null"),
        fits: |it| it.root == "substring" && it.theirs == "null" && it.within.len() == 3,
    },
    Known {
        name: "a length that is null",
        why: "dsntk takes it for one that is left out. DMN 1.5, 10.3.2.13: an argument that is \
              not of the parameter's type makes the call null; a null length is no number.",
        example: ("substring(\"foobar\", 4, null)", "null", "\"bar\""),
        fits: |it| it.root == "substring" && it.ours == "null" && it.nothing_within(),
    },
    Known {
        name: "months back",
        why: "dsntk counts a month that has begun when it counts backwards. DMN 1.5, table 79: \
              whole months between.",
        example: (
            "years and months duration(@\"2026-11-22\", @\"2026-01-01\")",
            "years and months duration -P10M",
            "years and months duration -P11M",
        ),
        fits: |it| it.root == "years and months duration" && it.theirs.contains("-P"),
    },
    // The widest comes last.
    Known {
        name: "the last digit",
        why: "dsntk rounds powers, exponentials, logarithms and roots to a neighbour of the \
              nearest number of 34 digits. DMN 1.5, 10.3.2.3.1: decimal128 with rounding to \
              the nearest.",
        example: (
            "1234567890123456789 ** -2",
            "0.0000000000000000000000000000000000006561000118098001606264039454283761",
            "0.0000000000000000000000000000000000006561000118098001606264039454283759",
        ),
        fits: |it| nearly(it.ours, it.theirs),
    },
];

fn holds_temporal(it: &str) -> bool {
    is_temporal(it.trim_start_matches('['))
}

fn is_temporal(it: &str) -> bool {
    is_moment(it) || it.starts_with("date ") || it.contains(" duration ")
}

/// Whether two numbers differ by a few units of their 34th digit.
fn nearly(one: &str, other: &str) -> bool {
    let (Ok(one), Ok(other)) = (one.parse::<Number>(), other.parse::<Number>()) else {
        return false;
    };
    let apart = one.checked_sub(other).map(Number::abs);
    let bound = "1e-31"
        .parse()
        .ok()
        .and_then(|it: Number| it.checked_mul(one.abs()));
    apart.is_some() && apart <= bound
}

/// The one that a difference is, if it is known.
#[must_use]
pub fn known(it: &Difference) -> Option<&'static Known> {
    let seen = Seen::new(it);
    EXPRESSIONS.iter().find(|known| (known.fits)(&seen))
}

/// A difference in tables.
pub struct KnownTable {
    /// What it is about.
    pub name: &'static str,
    /// What the other engine does, and what the standard says.
    pub why: &'static str,
    /// A table of one rule, and a case.
    pub example: fn() -> (Table, &'static str),
    /// The case's answer in ours and in theirs.
    pub answers: (&'static str, &'static str),
    /// Whether a difference that cannot be made smaller is this one.
    pub fits: fn(&tables::Difference) -> bool,
}

/// A table of one rule.
fn table(
    policy: (&'static str, &'static str),
    values: &'static str,
    cell: &str,
    default: &'static str,
    answer: (&'static str, &str),
) -> Table {
    Table {
        policy,
        inputs: vec![Column {
            name: "年龄",
            of: "number",
            values,
            default: "",
        }],
        outputs: vec![Column {
            name: "档次",
            of: answer.0,
            values: "",
            default,
        }],
        rules: vec![(vec![cell.to_owned()], vec![answer.1.to_owned()])],
    }
}

/// The differences in tables.
pub static TABLES: &[KnownTable] = &[
    KnownTable {
        name: "a test that is a comparison",
        why: "dsntk gives null for a cell in which ? stands on the left of a comparison with more \
              around it. DMN 1.5, 10.3.2.8: an expression about ? that is true.",
        example: || {
            let answer = ("number", "100");
            (table(("UNIQUE", ""), "", "? * 2 > 9", "", answer), "7")
        },
        answers: ("100", "null"),
        fits: |it| {
            it.theirs.text() == "null" && it.table.rules[0].0.iter().any(|it| it.contains('?'))
        },
    },
    KnownTable {
        name: "an open range that ends below zero",
        why: "dsntk does not read it. DMN 1.5, 10.3.1.2, rule 8.",
        example: || {
            let answer = ("number", "100");
            (table(("UNIQUE", ""), "", "]-8..-1[", "", answer), "-3")
        },
        answers: ("100", "unread"),
        fits: |it| {
            it.theirs.text() == "unread" && it.table.rules[0].0.iter().any(|it| it.contains("..-"))
        },
    },
    KnownTable {
        name: "nothing is not among the values",
        why: "dsntk refuses a null that the column's values do not name. DMN 1.5, 8.2.3: they \
              are the values that an input may have; whether it has one is another matter, \
              and the rules' own cells decide about null.",
        example: || {
            let answer = ("number", "100");
            (table(("UNIQUE", ""), "[0..1000]", "-", "", answer), "null")
        },
        answers: ("100", "null"),
        fits: |it| {
            let columns = it.table.inputs.iter().zip(&it.case);
            let mut columns = columns.filter(|(column, _)| !column.values.is_empty());
            columns.any(|(_, value)| value == "null")
        },
    },
    KnownTable {
        name: "a default for what is not allowed",
        why: "dsntk answers a value that the column does not allow with the default. DMN 1.5, \
              8.2.11: the default is for when no rule matches, and of what may not be, no \
              rule is asked.",
        example: || {
            let answer = ("number", "100");
            (table(("UNIQUE", ""), "[0..1000]", "-", "0", answer), "-1")
        },
        answers: ("null", "0"),
        fits: |it| {
            it.ours.text() == "null"
                && it.table.outputs.iter().any(|it| !it.default.is_empty())
                && it.table.inputs.iter().any(|it| !it.values.is_empty())
        },
    },
];

/// The one that a difference of tables is, if it is known.
#[must_use]
pub fn known_table(it: &tables::Difference) -> Option<&'static KnownTable> {
    TABLES.iter().find(|known| (known.fits)(it))
}
