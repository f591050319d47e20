"""The order of the steps, the cache of extractions and the folder that a build writes."""

from pipeline.run.build import build, extractions
from pipeline.run.report import Counts, Report, Reporter

__all__ = ["Counts", "Report", "Reporter", "build", "extractions"]
