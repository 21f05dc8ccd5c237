//! Models as a whole: versions, elements, references, types, the picture.

use super::{clean, take};
use crate::dmn::raw::{
    Bounds, Element, FunctionKind, HitPolicy, ImportKind, Point, RequirementKind, Version,
};

const SAMPLE: &str = include_str!("sample.dmn");

#[test]
fn every_version_is_read_with_and_without_slash() {
    for version in [
        Version::V1_1,
        Version::V1_2,
        Version::V1_3,
        Version::V1_4,
        Version::V1_5,
    ] {
        let uri = version.namespace();
        for uri in [uri.to_owned(), uri.trim_end_matches('/').to_owned()] {
            let text = format!(
                "<x:definitions xmlns:x='{uri}' name='m' namespace='urn:m'>
                   <x:decision id='d' name='d'><x:literalExpression><x:text>1</x:text></x:literalExpression></x:decision>
                 </x:definitions>"
            );
            let (model, found) = take(&text);
            assert_eq!(found, []);
            assert_eq!(model.version, version);
            assert!(
                matches!(model.by_id("d"), Some(Element::Decision(it)) if it.expression.is_some())
            );
            assert!(model.by_id("e").is_none());
        }
    }
}

#[test]
fn every_element_of_a_model_is_kept() {
    let (model, found) = take(SAMPLE);
    assert_eq!(found, []);
    assert_eq!(
        (&*model.head.name, &*model.namespace),
        ("取暖补贴", "urn:heating")
    );
    assert_eq!(model.head.description.as_deref(), Some("甲市的取暖补贴。"));
    assert_eq!(model.imports[0].kind, ImportKind::Dmn);
    assert_eq!(model.imports[0].location.as_deref(), Some("base.dmn"));
    assert!(matches!(&model.imports[1].kind, ImportKind::Other(kind) if kind.contains("PMML")));
    let [tier, household, function] = &model.items[..] else {
        panic!("three types");
    };
    assert_eq!(tier.allowed_values.as_deref(), Some("\"高\",\"低\""));
    assert_eq!(
        household.components[0].allowed_values.as_deref(),
        Some("> 0")
    );
    assert!(household.components[1].is_collection);
    assert_eq!(
        household.components[1].type_constraint.as_deref(),
        Some("count(?) <= 12")
    );
    let function = function.function.as_ref().unwrap();
    assert_eq!(function.output.as_deref(), Some("number"));
    assert_eq!(&*function.parameters[0].head.name, "x");
    let logic = model.knowledge_models[0].logic.as_ref().unwrap();
    assert_eq!(
        (logic.kind, logic.parameters.len()),
        (FunctionKind::Feel, 1)
    );
    assert_eq!(
        model.knowledge_models[0].requirements[0].kind,
        RequirementKind::Authority
    );
    assert_eq!(model.knowledge_sources[0].kind.as_deref(), Some("规章"));
    let service = &model.services[0];
    assert_eq!(&*service.variable.head.name, "补贴服务");
    assert_eq!(
        (service.output_decisions.len(), service.input_data.len()),
        (1, 1)
    );
    for id in ["t1", "t2", "i1", "k1", "b1", "d1", "s1", "a1"] {
        assert!(model.by_id(id).is_some(), "{id}");
    }
}

#[test]
fn references_into_the_model_itself_have_no_namespace() {
    let (model, _) = take(SAMPLE);
    let decision = &model.decisions[0];
    let targets: Vec<_> = decision
        .requirements
        .iter()
        .map(|it| (it.kind, it.href.namespace.as_deref(), &*it.href.id))
        .collect();
    assert_eq!(
        targets,
        [
            (RequirementKind::Input, None, "i1"),
            (RequirementKind::Decision, Some("urn:base"), "d9"),
            (RequirementKind::Knowledge, None, "b1"),
        ]
    );
    assert_eq!(decision.question.as_deref(), Some("属于哪一档？"));
    assert_eq!(decision.allowed_answers.as_deref(), Some("高、低"));
}

#[test]
fn the_picture_is_kept_as_far_as_it_can_be_drawn() {
    let (model, _) = take(SAMPLE);
    let drawing = model.drawing;
    assert_eq!(drawing.shapes.len(), 1);
    assert_eq!(&*drawing.shapes[0].element.id, "d1");
    let bounds = Bounds {
        x: 10.0,
        y: 20.5,
        width: 150.0,
        height: 60.0,
    };
    assert_eq!(drawing.shapes[0].bounds, bounds);
    assert_eq!(
        drawing.edges[0].points,
        [Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }]
    );
    assert_eq!(&*drawing.annotations[0].text, "试行一年。");
    assert_eq!(&*drawing.associations[0].target.id, "a1");
}

#[test]
fn types_of_older_files_lose_their_prefixes() {
    let text = format!(
        "<definitions xmlns='{}' xmlns:feel='http://www.omg.org/spec/FEEL/20140401'
             xmlns:me='urn:m' xmlns:base='urn:base' name='m' namespace='urn:m'>
           <import namespace='urn:base' importType='http://www.omg.org/spec/DMN/20151101/dmn.xsd'/>
           <itemDefinition name='t'><typeRef>feel:number</typeRef></itemDefinition>
           <inputData name='a'><variable name='a' typeRef='me:t'/></inputData>
           <inputData name='b'><variable name='b' typeRef='base:t'/></inputData>
           <inputData name='c'><variable name='c' typeRef='other:t'/></inputData>
         </definitions>",
        Version::V1_1.namespace()
    );
    let (model, found) = take(&text);
    assert_eq!(found, []);
    assert_eq!(&*model.imports[0].head.name, "base");
    let item = model.items[0].type_ref.as_ref().unwrap();
    assert_eq!((&**item, item.whole().length), ("number", 6));
    let line = text.lines().nth(item.whole().line as usize - 1).unwrap();
    assert!(line[item.whole().column as usize - 1..].starts_with("number<"));
    let inputs = model
        .inputs
        .iter()
        .map(|it| it.variable.type_ref.as_deref());
    assert_eq!(
        inputs.collect::<Vec<_>>(),
        [Some("t"), Some("base.t"), Some("other:t")]
    );
}

#[test]
fn what_vendors_add_is_passed_over() {
    let model = clean(
        "<v:thing xmlns:v='urn:v'><decision/></v:thing><elementCollection name='x'/>
         <decision name='d' v:hitPolicy='NONE' xmlns:v='urn:v'><v:list/><decisionMaker href='#o'/>
           <list><v:context/></list></decision>",
    );
    assert_eq!(model.decisions.len(), 1);
}

#[test]
fn a_table_is_read_with_all_its_columns() {
    let (model, _) = take(SAMPLE);
    let expression = model.decisions[0].expression.as_ref().unwrap();
    let crate::dmn::raw::BoxedKind::Table(table) = &expression.kind else {
        panic!("a table");
    };
    assert_eq!(table.hit_policy, HitPolicy::Collect);
    assert_eq!(table.output_label.as_deref(), Some("档次"));
    let input = &table.inputs[0];
    assert_eq!(&*input.expression.text, "人均(sum(家庭.收入))");
    assert_eq!(input.expression.type_ref.as_deref(), Some("number"));
    assert_eq!(input.values.as_deref(), Some("[0..1e6]"));
    assert_eq!(input.label.as_deref(), Some("人均收入"));
    let output = &table.outputs[0];
    assert_eq!(output.values.as_deref(), Some("\"高\",\"低\""));
    assert_eq!(&*output.default.as_ref().unwrap().text, "\"低\"");
    assert_eq!(&*table.annotations[0], "依据");
    assert_eq!(&*table.rules[0].inputs[0].text, "< 500");
    assert_eq!(&*table.rules[1].outputs[0].text, "\"低\"");
    assert_eq!(&*table.rules[0].annotations[0], "第三条");
    assert_eq!(table.rules[1].id.as_deref(), Some("u2"));
}
