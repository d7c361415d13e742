//! The fields of a centre: what its managers say of it, and its operators.

use maud::{Markup, html};

use super::Sheet;
use crate::base::lang::Lang;
use crate::base::time::Zone;
use crate::base::web::form::{Fields, Reader};
use crate::domain::centres::{Centre, CentreDetails};

/// The texts of a centre as fields.
pub fn of(centre: &Centre) -> Fields {
    let area = centre.area_m2.to_string();
    Fields::of([
        ("slug", centre.slug.as_str()),
        ("centre_name", centre.name.as_str()),
        ("centre_name_en", centre.name_en.as_str()),
        ("address", centre.address.as_str()),
        ("address_en", centre.address_en.as_str()),
        ("centre_phone", centre.phone.as_str()),
        ("area_m2", area.as_str()),
        ("intro", centre.intro.as_str()),
        ("intro_en", centre.intro_en.as_str()),
        ("zone", centre.zone.name()),
    ])
}

/// Reads the texts; the word in addresses and the zone are the operator's.
pub fn read(reader: &mut Reader, lang: Lang) -> Option<CentreDetails> {
    let name = reader.text("centre_name", 60, lang.pick("请写中心的名称。", "Write the centre’s name."));
    let name_en = reader.optional("centre_name_en", 120);
    let address = reader.optional("address", 120);
    let address_en = reader.optional("address_en", 240);
    let phone = reader.optional("centre_phone", 40);
    let area_m2 = reader.number("area_m2", 0, 100_000);
    let intro = reader.optional("intro", 2000);
    let intro_en = reader.optional("intro_en", 4000);
    Some(CentreDetails {
        slug: String::new(),
        name: name?,
        name_en: name_en?,
        address: address?,
        address_en: address_en?,
        phone: phone?,
        area_m2: area_m2?,
        intro: intro?,
        intro_en: intro_en?,
        zone: Zone::named("Asia/Shanghai")?,
    })
}

/// The fields of the texts.
pub fn fields(sheet: &Sheet) -> Markup {
    let lang = sheet.lang;
    html! {
        (sheet.both("centre_name", "centre_name_en", lang.pick("名称", "Name"), false))
        (sheet.both("address", "address_en", lang.pick("地址", "Address"), false))
        (sheet.field("centre_phone", lang.pick("电话", "Phone")).tel())
        (sheet.field("area_m2", lang.pick("面积（平方米）", "Area (m²)")).number())
        (sheet.both("intro", "intro_en", lang.pick("介绍", "Introduction"), true))
    }
}
