"""Services over a year: they change, and their posters stay few and few-named."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from databases import migrated, opened

from bot.deployment import Programme
from bot.errors.programmes import (
    FamilyNeededError,
    NoSuchCodeError,
    NoSuchProgrammeError,
    PostersNameItError,
    ProgrammeIdError,
    ProgrammeNameError,
    TooManyCodesError,
)
from bot.errors.settings import NoSuchFormError
from bot.flows.programmes import (
    MOST_CODES,
    Edit,
    add,
    alone,
    close,
    edit,
    link,
    linked,
    unlink,
)
from bot.store.sqlite import Store
from bot.weeks import Week
from bot.words.phrases import Own

W, K, FORMS, TONGUES = Week(100), 10, {"default"}, {"en", "uk"}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a store that has one service of 40 people and one of 8."""
    async with opened(migrated(tmp_path / "sotto.db")) as it:
        large = Programme("large", Own((("en", "L"), ("uk", "В"))), expected_people=40)
        small = Programme("small", Own((("en", "S"),)), "homes", expected_people=8)
        await add(it, large, FORMS, TONGUES, W)
        await add(it, small, FORMS, TONGUES, W)
        yield it


async def large(store: Store) -> Programme:
    """Return the larger service as it stands."""
    return next(p for p in await store.programmes() if p.id == "large")


async def test_editing_changes_what_is_named_and_nothing_else(store: Store) -> None:
    """A new English name leaves the Ukrainian one, the form and the size."""
    before = await large(store)
    await edit(store, "large", Edit((("en", "New"),)), FORMS, TONGUES, K, W)
    after = await large(store)
    assert dict(after.name.texts) == {"en": "New", "uk": "В"}
    assert (after.form, after.expected_people) == (before.form, before.expected_people)
    await edit(store, "large", Edit(family="homes", digest_day=3), FORMS, TONGUES, K, W)
    assert ((await large(store)).family, (await large(store)).digest_day) == (
        "homes",
        3,
    )
    await edit(store, "large", Edit(family=""), FORMS, TONGUES, K, W)
    assert not (await large(store)).family


async def test_an_edit_is_held_to_the_rules_of_adding(store: Store) -> None:
    """An unknown form or service and an ill-shaped family are refused."""
    with pytest.raises(NoSuchFormError):
        await edit(store, "large", Edit(form="gone"), FORMS, TONGUES, K, W)
    with pytest.raises(ProgrammeIdError):
        await edit(store, "large", Edit(family="The Homes"), FORMS, TONGUES, K, W)
    with pytest.raises(NoSuchProgrammeError):
        await edit(store, "nowhere", Edit(people=20), FORMS, TONGUES, K, W)


@pytest.mark.parametrize(
    "names",
    [
        (("en", " "),),
        (("en", "N" * 49),),
        (("en", "A\nB"),),
        (("xx", "New"),),
        (("en", "New"), ("en", "Newer")),
    ],
)
async def test_an_edited_name_is_held_to_the_rules_of_adding(
    store: Store, names: tuple[tuple[str, str], ...]
) -> None:
    """A name that is empty, long, unshowable, of no language or twice is refused."""
    before = await large(store)
    with pytest.raises(ProgrammeNameError):
        await edit(store, "large", Edit(names), FORMS, TONGUES, K, W)
    assert await large(store) == before


async def test_a_service_with_posters_of_its_own_does_not_become_small(
    store: Store,
) -> None:
    """Its codes would name a few people; once they are revoked it may."""
    code = await link(store, "large", K, W)
    with pytest.raises(PostersNameItError):
        await edit(store, "large", Edit(people=9), FORMS, TONGUES, K, W)
    await unlink(store, code, W)
    assert (
        await edit(store, "large", Edit(people=9), FORMS, TONGUES, K, W)
    ).expected_people == 9


async def test_a_small_service_shares_its_familys_code(store: Store) -> None:
    """Its code names the family; without a family there is none."""
    code = await link(store, "small", K, W)
    assert await store.codes() == [(code, "family:homes")]
    await edit(store, "small", Edit(family=""), FORMS, TONGUES, K, W)
    with pytest.raises(FamilyNeededError, match="programme edit small"):
        await link(store, "small", K, W)


async def test_codes_are_capped(store: Store) -> None:
    """The fifty-first is refused until one is revoked."""
    codes = [await link(store, "large", K, W) for _ in range(MOST_CODES)]
    with pytest.raises(TooManyCodesError, match="unlink"):
        await link(store, "large", K, W)
    await link(store, "small", K, W)
    await unlink(store, codes[0], W)
    await link(store, "large", K, W)


async def test_only_a_services_own_code_is_printed_again(store: Store) -> None:
    """Another service's, a revoked and an unknown code are refused."""
    code = await link(store, "large", K, W)
    assert await linked(store, "large", code, K) == code
    with pytest.raises(NoSuchCodeError):
        await linked(store, "small", code, K)
    await unlink(store, code, W)
    with pytest.raises(NoSuchCodeError):
        await linked(store, "large", code, K)


async def test_one_service_is_no_family(store: Store) -> None:
    """Only with a second one is a family told as one."""
    programmes = await store.programmes()
    assert [alone(p, programmes) for p in programmes] == [False, True]
    await edit(store, "large", Edit(family="homes"), FORMS, TONGUES, K, W)
    programmes = await store.programmes()
    assert not any(alone(p, programmes) for p in programmes)


async def test_every_act_is_written_down_without_its_code(store: Store) -> None:
    """Adding, editing, linking, unlinking and closing stand in the log."""
    await edit(store, "large", Edit(people=41), FORMS, TONGUES, K, W)
    code = await link(store, "large", K, W)
    await unlink(store, code, W)
    await close(store, "large", W)
    with pytest.raises(NoSuchCodeError):
        await unlink(store, code, W)
    acts = ("add small", "add large", "edit large", "link large", "unlink large")
    told = [act.what for act in await store.acts()]
    assert sorted(told) == sorted(f"programme {a}" for a in (*acts, "close large"))
