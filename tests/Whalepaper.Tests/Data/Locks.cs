using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Tests.Data;

/// <summary>Who waits for whom in a database of PostgreSQL.</summary>
internal static class Locks
{
    /// <summary>Whether anybody waits until somebody else lets go of a row.</summary>
    public static Task<bool> IsSomebodyWaitingAsync(WhalepaperDb db) =>
        db.Database.SqlQuery<bool>($"SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS \"Value\"").SingleAsync();
}
