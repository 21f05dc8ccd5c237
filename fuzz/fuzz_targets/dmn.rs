//! A decision model: what is read is compiled, and all its decisions are made.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use youwei_decision::dmn::read::read;
use youwei_decision::limits::Limits;
use youwei_decision::model::{Case, Model};

fuzz_target!(|bytes: &[u8]| {
    let Ok((definitions, _)) = read(bytes, "fuzz.dmn") else {
        return;
    };
    let model = Model::new(vec![Arc::new(definitions)]);
    let case = Case {
        limits: Limits {
            steps_max: 10_000,
            items_max: 10_000,
            ..Limits::default()
        },
        trace: true,
        third_answer: true,
        ..Case::default()
    };
    for name in model.decisions() {
        if let Some(at) = model.node(name) {
            let _ = model.decide(at, &case);
        }
    }
});
