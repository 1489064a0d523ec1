UPDATE day SET plan_version = ?4, offer = ?5, offer_until = ?6, longest = ?7
WHERE centre = ?1 AND date = ?2 AND version = ?3
