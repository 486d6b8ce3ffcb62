namespace Whalepaper.Data;

/// <summary>
/// The line in which those wait who save something. SQLite lets one write at a time and has everybody else sleep and look again, longer each time, so
/// that the file often rests while a dozen wait for it: here the next one goes on at once, and no thread is held. Whoever writes past the line is told
/// apart by the engine as ever. PostgreSQL needs none.
/// </summary>
/// <param name="settings">Which engine it is.</param>
internal sealed class WriterLine(DataSettings settings) : IDisposable
{
    private readonly SemaphoreSlim? _door = settings.IsPostgres ? null : new SemaphoreSlim(1, 1);

    /// <summary>Waits until nobody else of the line writes.</summary>
    /// <returns>What lets the next one go on, once; null where there is no line.</returns>
    /// <exception cref="OperationCanceledException">It was waited for no longer.</exception>
    public async ValueTask<IDisposable?> StepInAsync(CancellationToken cancellation)
    {
        if (_door is null)
            return null;
        await _door.WaitAsync(cancellation);
        return new Turn(_door);
    }

    public void Dispose() => _door?.Dispose();

    private sealed class Turn(SemaphoreSlim door) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                door.Release();
        }
    }
}
