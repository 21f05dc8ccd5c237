fn main() {
    let p = std::env::args().nth(1).unwrap();
    let r = youwei_report::read(&std::fs::read(p).unwrap()).unwrap();
    println!("{}", serde_json::to_string(&r).unwrap());
}
