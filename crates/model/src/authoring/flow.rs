//! Stores outside Flink and who reads and writes them: `[flow]` of a scenario file.

use super::actions::unknown_job;
use super::fields::{Fields, Reader, similar};
use crate::flow::{Flow, Link, Store, StoreKind};
use crate::job::JobSpec;
use toml::Spanned;
use toml::de::DeValue;

const KINDS: &[(&str, StoreKind)] = &[
    ("topic", StoreKind::Topic),
    ("cache", StoreKind::Cache),
    ("warehouse", StoreKind::Warehouse),
    ("notification", StoreKind::Notification),
];

/// Reads the flow; links name stores and jobs that must be there.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    jobs: &[JobSpec],
) -> Option<Flow> {
    let mut fields = reader.table("flow", value)?;
    let stores = fields.required(reader, "stores");
    let stores = stores.map_or_else(Vec::new, |value| read_stores(reader, value));
    let links = fields.required(reader, "links");
    let links = links.map_or_else(Vec::new, |value| {
        let tables = reader.tables("links", value);
        tables.into_iter().filter_map(|fields| read_link(reader, fields, &stores, jobs)).collect()
    });
    fields.finish(reader);
    Some(Flow { stores, links })
}

fn read_stores(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Store> {
    let mut stores = Vec::new();
    for mut fields in reader.tables("stores", value) {
        let name = fields.required(reader, "name").and_then(|value| reader.text("name", value));
        let kind = fields.required(reader, "kind");
        let kind = kind.and_then(|value| reader.choice("kind", value, KINDS));
        let inflow = fields.optional("inflow");
        let inflow: Option<u16> = inflow.and_then(|value| reader.number("inflow", value));
        fields.finish(reader);
        if let (Some(name), Some(kind)) = (name, kind) {
            stores.push(Store { name, kind, inflow: u64::from(inflow.unwrap_or(0)) });
        }
    }
    stores
}

fn read_link(
    reader: &mut Reader<'_>,
    mut fields: Fields<'_, '_>,
    stores: &[Store],
    jobs: &[JobSpec],
) -> Option<Link> {
    let job = fields.required(reader, "job").and_then(|value| {
        let name = reader.text("job", value)?;
        if jobs.iter().any(|job| job.name == name) {
            return Some(name);
        }
        let hint = similar(&name, jobs.iter().map(|job| job.name.as_str()));
        unknown_job(reader, &value.span(), &name, hint);
        None
    });
    let from = read_store(reader, &mut fields, "from", stores);
    let to = read_store(reader, &mut fields, "to", stores);
    let number = |reader: &mut Reader<'_>, fields: &mut Fields<'_, '_>, key| -> Option<u16> {
        fields.required(reader, key).and_then(|value| reader.number(key, value))
    };
    let capacity = number(reader, &mut fields, "capacity");
    let yields = number(reader, &mut fields, "yields");
    fields.finish(reader);
    Some(Link {
        job: job?,
        from: from?,
        to: to?,
        capacity: u64::from(capacity?),
        yields: u64::from(yields?),
    })
}

/// A store by its name.
fn read_store(
    reader: &mut Reader<'_>,
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    stores: &[Store],
) -> Option<u16> {
    let value = fields.required(reader, key)?;
    let name = reader.text(key, value)?;
    let found = stores.iter().position(|store| store.name == name);
    if found.is_none() {
        let hint = similar(&name, stores.iter().map(|store| store.name.as_str()));
        reader.wrong(&value.span(), format!("no store is called \"{name}\""), hint);
    }
    found.and_then(|position| u16::try_from(position).ok())
}
