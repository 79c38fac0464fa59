"""Published figures on what coaches earn, each with its study, year and source. US dollars. Read in secondary pages; averages unless said.

Only what was read is here: figures known from memory, such as ICF 2023's global fee, are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in dollars, hours, people or clients, as the metric says."""

    study: str
    year: int
    segment: str
    metric: str
    value: Decimal
    source: str


_AS_PUBLISHED = """\
ICF Global Coaching Study,2012,global,fee_per_hour,229,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,W Europe,fee_per_hour,277,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,E Europe,fee_per_hour,164,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,global 10+ years,fee_per_session,387,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,global <1 year,fee_per_session,128,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,W Europe 10+ years,fee_per_session,321,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,W Europe <1 year,fee_per_session,156,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,global,active_clients,10,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,global,hours_per_week,13,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2012,global,annual_revenue,47900,coaching-at-work.com 2012-08-31
ICF Global Coaching Study,2023,global,active_clients,12.2,coint.ai 2023-09-06
ICF Global Coaching Study,2023,global,hours_per_week,11.9,coint.ai 2023-09-06
ICF Global Coaching Study,2023,W Europe,fee_per_hour,277,coint.ai 2023-09-06
ICF Global Coaching Study,2023,W Europe,annual_revenue,52400,coint.ai 2023-09-06
ICF Global Coaching Study,2023,W Europe,revenue_per_working_hour,84,coint.ai 2023-09-06
ICF Global Coaching Study,2023,global,practitioners,109200,coint.ai 2023-09-06
ICF Global Coaching Study,2025,global,fee_per_hour,234,triocoachingacademy.com
ICF Global Coaching Study,2025,N America,fee_per_hour,297,triocoachingacademy.com
ICF Global Coaching Study,2025,global,hours_per_week,11.6,triocoachingacademy.com
ICF Global Coaching Study,2025,US,hours_per_week,12.7,triocoachingacademy.com
ICF Global Coaching Study,2025,global,active_clients,12.4,triocoachingacademy.com
ICF Global Coaching Study,2025,N America,active_clients,14,triocoachingacademy.com
ICF Global Coaching Study,2025,global,annual_revenue,49283,triocoachingacademy.com
ICF Global Coaching Study,2025,US,annual_revenue,71719,triocoachingacademy.com
ICF Global Coaching Study,2025,global,practitioners,122974,triocoachingacademy.com
Sherpa Executive Coaching Survey,2019,executive,fee_per_hour,398,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2018,executive,fee_per_hour,386,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2017,executive,fee_per_hour,352,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2019,business,fee_per_hour,251,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2018,business,fee_per_hour,279,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2019,life,fee_per_hour,208,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2018,life,fee_per_hour,190,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2019,0-2 years,fee_per_hour,295,coaching-at-work.com 2019-05-02
Sherpa Executive Coaching Survey,2019,15+ years (lower bound),fee_per_hour,450,coaching-at-work.com 2019-05-02
HBR survey,2009,executive,fee_per_hour_median,500,via ardencoaching.com 2013
HBR survey,2009,executive,fee_per_hour_min,200,via ardencoaching.com 2013
HBR survey,2009,executive,fee_per_hour_max,3500,via ardencoaching.com 2013
Conference Board,2012,executive,fee_per_hour_low,200,via ardencoaching.com
Conference Board,2012,executive,fee_per_hour_high,600,via ardencoaching.com
"""

FIGURES = tuple(
    Figure(study, int(year), segment, metric, Decimal(value), source)
    for study, year, segment, metric, value, source in (line.split(",") for line in _AS_PUBLISHED.splitlines())
)
