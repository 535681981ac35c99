"""Where plays take place: fresh databases with an approved edition, from one made beforehand."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from omroeper.adapters.database import open_store
from tests.chaos.relay import Certificate
from tests.chaos.worker import BUSY_SECONDS, SECRET
from tests.samples import approved_draft

EDITION = "agdb-2024-10"
"""The approved edition that is there."""
_WATCH = {
    "sqlite": (
        "CREATE TRIGGER watch AFTER UPDATE OF state ON deliveries BEGIN "
        "INSERT INTO steps (delivery, old, new) VALUES (OLD.id, OLD.state, NEW.state); END",
    ),
    "postgresql": (
        "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO steps (delivery, old, new) VALUES (OLD.id, OLD.state, NEW.state); "
        "RETURN NULL; END $$",
        "CREATE TRIGGER watch AFTER UPDATE OF state ON deliveries "
        "FOR EACH ROW EXECUTE FUNCTION watch()",
    ),
}
"""Notes every change of a delivery's state, whoever makes it."""


class Ground:
    """Gives each play a database of its own, migrated, watched, with an approved edition."""

    def __init__(
        self, folder: Path, postgres: str = "", databases: Sequence[str] = ("sqlite",)
    ) -> None:
        self.folder = folder
        self.certificate = make_certificate(folder)
        self._postgres = (
            sa.make_url(postgres).set(drivername="postgresql+psycopg") if postgres else None
        )
        self._made = {database: self._new(database, template=None) for database in databases}
        for database, url in self._made.items():
            _prepare(url, database)

    def fresh(self, database: str) -> str:
        """The address of a new database of this kind."""
        return self._new(database, template=self._made[database])

    def _new(self, database: str, template: str | None) -> str:
        name = f"c{uuid4().hex}"
        if database == "sqlite":
            file = self.folder / f"{name}.db"
            if template:
                shutil.copyfile(template.removeprefix("sqlite:///"), file)
            return f"sqlite:///{file}"
        assert self._postgres is not None, "this play needs a PostgreSQL server"
        after = f" TEMPLATE {sa.make_url(template).database}" if template else ""
        with self.outside(self._postgres.render_as_string(hide_password=False)) as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}{after}")
        url = self._postgres.set(drivername="postgresql", database=name)
        patience = f"-c lock_timeout={BUSY_SECONDS * 1000}"
        return url.update_query_dict({"options": patience}).render_as_string(hide_password=False)

    @staticmethod
    @contextmanager
    def outside(url: str) -> Iterator[sa.Connection]:
        """A connection that is no worker's, each statement committed at once."""
        made = sa.make_url(url)
        driver = "postgresql+psycopg" if made.get_backend_name() == "postgresql" else "sqlite"
        engine = sa.create_engine(made.set(drivername=driver), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _prepare(url: str, database: str) -> None:
    with open_store(url, SECRET) as store:
        approved_draft(store)
    with Ground.outside(url) as connection:
        key = "INTEGER PRIMARY KEY" if database == "sqlite" else "SERIAL PRIMARY KEY"
        connection.exec_driver_sql(
            f"CREATE TABLE steps (id {key}, delivery BIGINT, old TEXT, new TEXT)"
        )
        for statement in _WATCH[database]:
            connection.exec_driver_sql(statement)
        if database == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def make_certificate(folder: Path) -> Certificate:
    """A certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = Certificate(folder / "relay.pem", folder / "relay.key")
    paths.chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
