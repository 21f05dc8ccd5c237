//! What a collecting table sums.

use std::sync::Arc;

use youwei_decision::dmn::read::read;
use youwei_decision::model::{Case, Model};

/// What a table sums whose two rules always match.
fn sum(of: &str, one: &str, other: &str) -> String {
    let text = format!(
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='m' namespace='n'>
         <decision id='d' name='D'><variable name='D'/>
         <decisionTable hitPolicy='COLLECT' aggregation='SUM'>
         <input><inputExpression><text>1</text></inputExpression></input>
         <output typeRef='{of}'/>
         <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>{one}</text></outputEntry></rule>
         <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>{other}</text></outputEntry></rule>
         </decisionTable></decision></definitions>"
    );
    let (definitions, _) = read(text.as_bytes(), "m.dmn").unwrap();
    let model = Model::new(vec![Arc::new(definitions)]);
    let decision = model.node("D").unwrap();
    model.decide(decision, &Case::default()).value.literal()
}

#[test]
fn a_sum_is_of_numbers_or_durations_and_never_of_strings() {
    let cases = [
        ("number", "100", "20.5", "120.5"),
        ("dayTimeDuration", "@\"P1D\"", "@\"PT6H\"", "@\"P1DT6H\""),
        ("string", "\"甲\"", "\"乙\"", "null"),
        ("number", "100", "null", "null"),
    ];
    for (of, one, other, expected) in cases {
        assert_eq!(sum(of, one, other), expected, "{one} and {other}");
    }
}
