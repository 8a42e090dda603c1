//! throwaway
fn main() {
    let a: Vec<String> = std::env::args().collect();
    xtask::book::build(std::path::Path::new(&a[1]), std::path::Path::new(&a[2])).unwrap();
}
