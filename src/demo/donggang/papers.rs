//! The sample's house terms, a signed paper, and a successor being drawn up.

use chrono::Duration;
use image::{ImageFormat, Rgb, RgbImage};

use super::super::maker::{Maker, Troupe};
use crate::base::error::{Error, Result};
use crate::domain::agreements::editing::{AgreementDetails, add_agreement};
use crate::domain::agreements::papers::keeping::{keep, read};
use crate::domain::agreements::store;
use crate::domain::agreements::terms::accepting::accept;
use crate::domain::agreements::terms::publishing::{Published, publish};
use crate::domain::people::Acting;

const TERMS: &str = "场地免费使用，不得收费，不得转借。\n提前十分钟到，准时离开；来不了请提前24小时取消。\n爱护地板和镜子，排练厅请穿软底鞋。\n室内不吸烟，不用明火。\n用完关灯、关窗，桌椅归位，垃圾带走。\n晚上九点以后请把音响调小。";
const TERMS_EN: &str = "The rooms are free: nobody may charge for them or lend them on.\nCome ten minutes early, leave on time; cancel 24 hours ahead when you cannot come.\nSpare floor and mirrors: soft shoes in the rehearsal room.\nNo smoking and no open fire.\nLights off, windows shut, chairs back, rubbish taken along.\nAfter nine in the evening, turn the music down.";

/// Makes them; all but one of the leaders have accepted the house terms.
pub fn make(maker: &mut Maker, troupes: &[Troupe]) -> Result<()> {
    let centre = maker.centre;
    let manager = Acting { centre, person: Some(maker.manager), now: maker.founded };
    let from = centre.zone.today(maker.founded);
    let Published::Done(terms) = publish(maker.conn, &manager, TERMS, TERMS_EN, from)? else {
        return Err(Error::fault("the sample's house terms"));
    };
    for (at, troupe) in troupes.iter().enumerate() {
        // The taiji group's leader has not; the one without e-mail signed on paper.
        let by = match at {
            5 => continue,
            6 => maker.manager,
            _ => troupe.leader,
        };
        let acting = Acting { centre, person: Some(by), now: maker.founded };
        accept(maker.conn, &acting, terms, troupe.leader)?;
    }
    if let Some(first) = troupes.first() {
        let page = read("签好的协议.png".to_owned(), signed_page()?)
            .map_err(|unfit| Error::fault(format_args!("the sample's paper: {unfit:?}")))?;
        keep(maker.conn, &manager, first.agreement, &[page])?;
    }
    if let Some(opera) = troupes.get(2) {
        successor(maker, opera)?;
    }
    Ok(())
}

/// A draft that goes on where the agreement ends.
fn successor(maker: &mut Maker, troupe: &Troupe) -> Result<()> {
    let old = store::agreement(maker.conn, maker.centre.id, troupe.agreement)?;
    let starts_on = old.ends_on + Duration::days(1);
    let details = AgreementDetails {
        troupe: troupe.id,
        number: format!("{}续", old.number),
        signed_on: starts_on,
        starts_on,
        ends_on: starts_on + Duration::days(364),
        allowance: old.allowance,
        words: old.words,
        predecessor: Some(old.id),
        rooms: old.rooms,
        windows: old.windows,
    };
    let acting = Acting { centre: maker.centre, person: Some(maker.manager), now: maker.now };
    add_agreement(maker.conn, &acting, &details).map(drop)
}

/// A page with lines of writing and a red seal.
fn signed_page() -> Result<Vec<u8>> {
    let page = RgbImage::from_fn(420, 594, |x, y| {
        let written = (50..370).contains(&x) && (60..430).contains(&y) && y % 18 < 3;
        let (dx, dy) = (i64::from(x) - 300, i64::from(y) - 500);
        let ring = (48 * 48..56 * 56).contains(&(dx * dx + dy * dy));
        match (ring, written) {
            (true, _) => Rgb([190, 30, 30]),
            (false, true) => Rgb([70, 70, 70]),
            (false, false) => Rgb([250, 248, 242]),
        }
    });
    let mut png = std::io::Cursor::new(Vec::new());
    page.write_to(&mut png, ImageFormat::Png).map_err(Error::fault)?;
    Ok(png.into_inner())
}
