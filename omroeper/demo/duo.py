"""DUO's open data on loopback: a CKAN that names a CSV, and that CSV. The numbers are made up."""

from omroeper.demo.table_server import TableServer, as_json

ACTION = "/api/3/action"
RESOURCE = "3f1c6a4e-0000-4000-8000-00000000d0d0"
FILE = "/bestanden/leerlingen-vmbo.csv"
ROWS = (
    ("2021/2022", "techniek", "Curaçao", "21050"),
    ("2022/2023", "techniek", "Curaçao", "4"),
    ("2023/2024", "techniek", "Curaçao", "22040"),
    ("2023/2024", "groen", "Curaçao", "9"),
)


class DuoServer(TableServer):
    """Serves the resource; `encoding` and `separator` are as DUO's files vary in them."""

    def __init__(self) -> None:
        super().__init__()
        self.header = ("SCHOOLJAAR", "SECTOR", "LAND", "AANTAL")
        self.rows: tuple[tuple[str, ...], ...] = ROWS
        self.encoding = "utf-8-sig"
        self.separator = ","
        self.modified = "2024-09-02T08:00:00.000000"

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[bytes, str] | None:
        if path == f"{ACTION}/resource_show":
            known = query.get("id") == [RESOURCE]
            result = {"url": f"{self.url}{FILE}", "name": "Leerlingen vmbo", "format": "CSV",
                      "last_modified": self.modified}  # fmt: skip
            return as_json({"success": known, "result": result if known else None})
        if path == FILE:
            lines = [self.separator.join(row) for row in (self.header, *self.rows)]
            return "\r\n".join([*lines, ""]).encode(self.encoding), "text/csv"
        return None
