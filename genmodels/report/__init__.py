"""A run as one HTML file to be sent by mail: it needs no network, no server and no library, and opens in any browser.

Pages and the command line ask for `report`; what a file holds is gathered here and drawn by the scripts in page/.
"""

from genmodels.report.document import LIMIT, file_name, report

__all__ = ["LIMIT", "file_name", "report"]
