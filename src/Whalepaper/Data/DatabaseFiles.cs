using Microsoft.Data.Sqlite;

namespace Whalepaper.Data;

/// <summary>The files in which an embedded database lies.</summary>
internal static class DatabaseFiles
{
    /// <summary>Closes what is held open for the next to ask, so that the files may be moved or removed.</summary>
    public static void LetGo() => SqliteConnection.ClearAllPools();
}
