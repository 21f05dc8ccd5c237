//! Who may sign in and who may do what, through pages.

use axum::http::StatusCode;

use crate::town::{Town, USERS, form, password};

/// Every role beside every command on an account: what is not declared is refused.
#[tokio::test]
async fn an_account_is_changed_by_those_roles_alone_that_are_declared() {
    let kept: [&[(&str, &str)]; 7] = [
        &[("do", "confirm")],
        &[("do", "reject"), ("why", "口号")],
        &[("do", "restore"), ("why", "误删")],
        &[("do", "assign"), ("lead", "市水利局")],
        &[("do", "schedule"), ("due", "2026-11-30")],
        &[("do", "publish")],
        &[("do", "hide"), ("why", "尚未公布")],
    ];
    for (user, _, _, role) in USERS {
        for fields in kept {
            let town = Town::new();
            // c1 is led by the clerks' unit.
            let lead = [("do", "assign"), ("seen", "1"), ("lead", "市水利局")];
            town.change("/commitments/c1", &lead).await;
            let town = town.used_by(user);
            let size = town.size().await;
            let fields = [fields, &[("seen", "2")][..]].concat();
            let page = town.post("/commitments/c1", &fields).await;
            let deed = fields[0].1;
            let may = role == "supervisor";
            if may {
                assert_ne!(page.status, StatusCode::FORBIDDEN, "{role} {deed}");
            } else {
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{role} {deed}");
                assert!(
                    page.part(".refusal").contains("您现在的岗位"),
                    "{role} {deed}"
                );
                assert_eq!(town.size().await, size, "{role} {deed}");
            }
        }
    }
}

#[tokio::test]
async fn forms_are_for_those_alone_who_may_send_them() {
    let town = Town::new();
    let forms = async |town: &Town| {
        let one = town.page("/commitments/c1").await;
        let all = town.page("/commitments").await;
        [
            one.values("form#assign, form#confirm, form#reject", "id"),
            all.values("[name=do], [name=pick], [name=picks]", "name"),
        ]
        .map(|it| !it.is_empty())
    };
    for (user, _, _, role) in USERS {
        let shown = role == "supervisor";
        assert_eq!(forms(&town.used_by(user)).await, [shown; 2], "{role}");
    }
    let site = town.site.clone();
    let nobody = Town {
        folder: tempfile::tempdir().unwrap(),
        site,
        cookie: String::new(),
    };
    assert_eq!(forms(&nobody).await, [false; 2]);
    let page = nobody.page("/commitments/c1").await;
    let way = page.values(".sign-to-act a", "href");
    assert_eq!(way, ["/sign?back=%2Fcommitments%2Fc1"]);
}

#[tokio::test]
async fn a_report_is_handed_in_by_those_who_keep_the_account() {
    let town = Town::new();
    for (user, _, _, role) in USERS {
        let town = town.used_by(user);
        let page = town
            .upload("/reports/new", "a.txt", "一、工作\n".as_bytes())
            .await;
        assert_eq!(
            page.status == StatusCode::FORBIDDEN,
            role != "supervisor",
            "{role}"
        );
    }
}

#[tokio::test]
async fn wrong_passwords_lock_an_account_and_the_answer_does_not_say_who_is_known() {
    let town = Town::new();
    let try_in = async |user: &str, word: &str| {
        let fields = [("back", "/"), ("sign-user", user), ("sign-password", word)];
        town.ask(form("/sign", &fields, None)).await
    };
    let unknown = try_in("nobody-here", "x").await;
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    let size = town.size().await;
    for _ in 0..5 {
        let page = try_in("li-jing", "x").await;
        assert_eq!(page.part(".refusal"), unknown.part(".refusal"));
    }
    assert_eq!(town.size().await, size + 1, "the lock is an event");
    // Now the right one does not help either, and the answer is the same.
    let page = try_in("li-jing", &password("li-jing")).await;
    assert_eq!(page.part(".refusal"), unknown.part(".refusal"));
    // The one who was signed in stays so: guessing must throw nobody out.
    let clerk = town.used_by("li-jing");
    assert_eq!(clerk.get("/me").await.status, StatusCode::OK);
    let security = town.used_by("xu-an");
    security
        .change("/people/li-jing", &[("do", "unlock")])
        .await;
    let page = try_in("LI-JING ", &password("li-jing")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
    let cookie = page.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
}

#[tokio::test]
async fn another_password_ends_every_other_session() {
    let town = Town::new();
    let (one, other) = (town.used_by("li-jing"), town.used_by("li-jing"));
    let old = password("li-jing");
    let typed = |old: &str, new: &str, again: &str| {
        [
            ("do", "password"),
            ("old", old),
            ("new", new),
            ("again", again),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    for (fields, said) in [
        (
            typed("wrong", "Reed-41-Harbour", "Reed-41-Harbour"),
            "原口令不对",
        ),
        (
            typed(&old, "Reed-41-Harbour", "Reed-41-Harbor"),
            "两次填写的新口令不一样",
        ),
        (typed(&old, "short", "short"), "至少要有 10 个字符"),
        (typed(&old, &old, &old), "个口令不能再用"),
    ] {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let page = one.post("/me", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.part(".refusal").contains(said),
            "{}",
            page.part(".refusal")
        );
    }
    let fields = [
        ("do", "password"),
        ("old", &old),
        ("new", "Reed-41-Harbour"),
        ("again", "Reed-41-Harbour"),
    ];
    let page = one.post("/me", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
    assert!(page.header("set-cookie").starts_with("youwei-session="));
    assert_eq!(other.get("/me").await.status, StatusCode::UNAUTHORIZED);
    let fields = [
        ("back", "/"),
        ("sign-user", "li-jing"),
        ("sign-password", "Reed-41-Harbour"),
    ];
    let page = town.ask(form("/sign", &fields, None)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let town = Town::new();
    let one = town.used_by("li-jing");
    let page = one.post("/sign/out", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(
        page.header("set-cookie")
            .starts_with("youwei-session=; Max-Age=0")
    );
    assert_eq!(
        one.get("/me").await.status,
        StatusCode::UNAUTHORIZED,
        "a kept cookie is worth nothing"
    );
}

#[tokio::test]
async fn a_user_is_made_given_a_post_and_must_choose_a_password_first() {
    let town = Town::new();
    let (system, security) = (town.used_by("he-yu"), town.used_by("xu-an"));
    let page = system
        .post("/people", &[("id", "ma-lin"), ("name", "马林")])
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let made = page.part(".made");
    let word = made.split(' ').next_back().unwrap().to_owned();
    let log = (0..town.size().await).rev().take(3);
    for index in log {
        let entry = town.get(&format!("/log/{index}.json")).await.text();
        assert!(
            !entry.contains(&word) && !entry.contains("argon2"),
            "{entry}"
        );
    }
    let grant = [
        ("do", "grant"),
        ("unit", "water"),
        ("role", "project-clerk"),
    ];
    let page = system.post("/people/ma-lin", &grant).await;
    assert_eq!(
        page.status,
        StatusCode::FORBIDDEN,
        "who makes users gives no rights"
    );
    security.change("/people/ma-lin", &grant).await;
    let fields = [
        ("back", "/log"),
        ("sign-user", "ma-lin"),
        ("sign-password", &*word),
    ];
    let page = town.ask(form("/sign", &fields, None)).await;
    assert_eq!(page.header("location"), "/me", "{}", page.words());
    let new = town.used_by("ma-lin");
    let page = new
        .post("/commitments/c1", &[("do", "confirm"), ("seen", "1")])
        .await;
    assert!(page.part(".refusal").contains("请先换成只有自己知道的口令"));
    let page = new.post("/people/ma-lin", &grant).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    // A second post of another kind is against the separation of duties.
    let admin = [("do", "grant"), ("unit", "centre"), ("role", "auditor")];
    let page = security.post("/people/ma-lin", &admin).await;
    assert!(
        page.part(".refusal").contains("三员分立"),
        "{}",
        page.words()
    );
}

#[tokio::test]
async fn users_are_seen_by_the_three_who_look_after_them() {
    let town = Town::new();
    for (user, _, _, role) in USERS {
        let town = town.used_by(user);
        let admin = ["system-administrator", "security-administrator", "auditor"].contains(&role);
        let expected = if admin {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        for address in ["/people", "/people/li-jing", "/people/li-jing?lang=en"] {
            assert_eq!(town.get(address).await.status, expected, "{role} {address}");
        }
    }
    let nobody = Town::bare();
    for address in ["/people", "/people/li-jing", "/me"] {
        assert_eq!(nobody.get(address).await.status, StatusCode::UNAUTHORIZED);
    }
    assert!(
        nobody
            .page("/sign")
            .await
            .part(".refusal")
            .contains("还没有任何用户")
    );
}

#[tokio::test]
async fn a_signature_of_the_time_before_is_shown_as_unproved() {
    let town = Town::new();
    let password = password("wang-fang");
    // The town's report was taken in by a process of that time.
    let old = town.page("/log").await.part("table.log tr:last-child");
    assert!(old.contains("李雷（办公室） 自填署名，未核验"), "{old}");
    let fields = [
        ("do", "confirm"),
        ("seen", "1"),
        ("sign-user", "wang-fang"),
        ("sign-password", &*password),
    ];
    town.change("/commitments/c1", &fields).await;
    let history = town.page("/commitments/c1").await;
    let newest = history.part(".history li:first-child");
    assert!(
        newest.contains("王芳（督查室）") && !newest.contains("未核验"),
        "{newest}"
    );
    assert!(history.part(".history li:last-child").contains("未核验"));
}
