"""Resolves the job that runs behind orderCancel's immediate answer."""

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.pending_records import AsyncJob

RESOLVERS = Resolvers()


@RESOLVERS.root("job")
def job(ctx: Context, id: str) -> AsyncJob | None:
    """Finds the job, done or not; None for one that never was."""
    return ctx.world.async_jobs.find(id)


@RESOLVERS.field("Job", "id")
def gid(job: AsyncJob, ctx: Context) -> str:
    return job.gid
