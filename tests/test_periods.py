"""When a section speaks of: done or planned, and the years."""

from indexer.corpus import Period, Scope
from indexer.sections import split_sections

REVIEW, PLAN = "一、去年工作回顾\n整治77家。\n", "二、今年工作安排\n整治20家。\n"


def sections_of(text, **known):
    return {section.heading: section.period for section in split_sections(text, **known)}


def test_years_come_from_the_day_of_the_speech_where_headings_name_none():
    periods = sections_of(f"政府工作报告\n（2023年1月5日）\n镇长　张三\n{REVIEW}{PLAN}")
    assert list(periods.values()) == [Period(Scope.DONE, 2022), Period(Scope.PLANNED, 2023)]


def test_years_come_from_what_is_known_of_the_report_where_the_text_names_none():
    assert list(sections_of(REVIEW + PLAN, year=2021).values()) == [
        Period(Scope.DONE, 2021),
        Period(Scope.PLANNED, 2022),
    ]


def test_years_stay_unknown_where_nothing_names_them():
    assert list(sections_of(REVIEW + PLAN).values()) == [Period(Scope.DONE), Period(Scope.PLANNED)]


def test_the_year_of_a_plan_dates_the_review_before_it():
    periods = sections_of(f"{REVIEW}二、2019年工作安排\n整治20家。")
    assert periods["一、去年工作回顾"] == Period(Scope.DONE, 2018)


def test_a_title_outside_the_text_frames_its_parts():
    text = "一、推动产业发展\n签约3个。\n二、保障措施\n加强督查。"
    assert set(sections_of(text, title="永丰镇2024年工作计划").values()) == {Period(Scope.PLANNED, 2024)}


def test_a_plan_within_a_review_is_planned_for_the_next_year():
    text = "一、2022年工作总结\n（一）工业\n整治77家。\n（二）下一步打算\n再整治20家。\n二、2023年工作计划\n整治。"
    assert sections_of(text)["（二）下一步打算"] == Period(Scope.PLANNED, 2023)


def test_one_year_within_a_term_is_told_apart():
    text = "一、过去五年工作回顾\n（一）2021年工作情况\n整治77家。\n二、2022年工作安排\n整治。"
    assert sections_of(text)["（一）2021年工作情况"] == Period(Scope.DONE, 2021)


def test_topics_named_after_aims_do_not_turn_a_review_into_a_plan():
    text = "2022年工作总结\n一、聚焦高质量发展目标\n整治77家。\n二、全面完成年度任务\n整治。"
    assert {period.scope for period in sections_of(text).values()} == {Scope.DONE}
