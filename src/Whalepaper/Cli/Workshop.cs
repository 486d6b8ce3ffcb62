using Whalepaper.Data;

namespace Whalepaper.Cli;

/// <summary>What a command needs to work on the data without serving it: the container, migrated and held.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly DataFolderLock? _held;
    private readonly ServiceProvider _services;

    private Workshop(DataFolderLock? held, ServiceProvider services)
    {
        _held = held;
        _services = services;
    }

    /// <summary>Opens the data for a command.</summary>
    /// <param name="data">Where it is.</param>
    /// <param name="alone">Whether nobody else may work on a SQLite folder meanwhile; a command that only reads says no.</param>
    public static Workshop Open(DataSettings data, bool alone)
    {
        var held = alone && !data.IsPostgres ? DataFolderLock.Take(data) : null;
        var services = new ServiceCollection()
            .AddLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddWhalepaperData(data)
            .AddRooms();
        return new Workshop(held, services.BuildServiceProvider());
    }

    /// <summary>A scope with a database context of its own.</summary>
    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _held?.Dispose();
    }
}
