using NodaTime;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>
/// Listens to what other copies of the program change and count, over one connection, and passes it on to whoever listens in this one. What was said while nobody
/// listened is lost: so everything counts as changed when it begins to, and again when another copy says that it heard it come.
/// </summary>
internal sealed partial class ChangeWireReader(DataSettings settings, ChangeWire wire, SharedCounts counts, IEnumerable<IChangeListener> listeners, TimeProvider time, ILogger<ChangeWireReader> logger) : BackgroundService, IRecordedWork
{
    // A connection that died without a word is noticed by asking it something.
    private static readonly TimeSpan pulse = TimeSpan.FromSeconds(20);

    // What a copy was about to commit when it was greeted, and thought itself alone, is committed by then.
    private static readonly TimeSpan afterthought = TimeSpan.FromSeconds(3);

    // What one says is heard within some thousandths of a second, or not at all.
    private static readonly TimeSpan echo = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan soonest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan latest = TimeSpan.FromSeconds(10);

    // What nobody but a person mends need not be told often.
    private static readonly TimeSpan latestByHand = TimeSpan.FromMinutes(1);

    // What is kept without end looks for this one too.
    private static readonly HashSet<string> justStarted = new(StringComparer.Ordinal) { ChangeTags.Everything };

    private readonly Queue<string> _heard = new();
    private TimeSpan _rest = soonest;
    private bool _hasListened;

    /// <inheritdoc />
    public WorkRecord Record { get; } = new();

    /// <inheritdoc />
    public bool IsWanted => settings.IsPostgres;

    /// <summary>Whether it listens now.</summary>
    internal bool IsListening { get; private set; }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!settings.IsPostgres)
            return;
        try
        {
            await using var connection = new NpgsqlConnection(Address());
            await connection.OpenAsync(cancellationToken);
            await SayAsync(connection, wire.Parting, cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // The others go on telling us, and nobody hears it.
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nobody else works on the same SQLite file.
        while (settings.IsPostgres && !stoppingToken.IsCancellationRequested)
        {
            var most = latest;
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Record.Failed(Now(), exception);
                Lost(exception);
                most = exception is UnheardException ? latestByHand : latest;
            }
            finally
            {
                IsListening = false;
                wire.Lose();
                counts.Lose();
            }

            await Task.Delay(_rest, time, stoppingToken);
            _rest = _rest * 2 < most ? _rest * 2 : most;
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        _heard.Clear();
        await using var connection = new NpgsqlConnection(Address());
        connection.Notification += (_, said) => Hear(said);
        await connection.OpenAsync(stop);
        await ExecuteAsync(connection, $"LISTEN {ChangeWire.Name}; LISTEN {SharedCounts.Name}", stop);
        await GreetAsync(connection, stop);
        wire.Listen();
        // A start wakes nobody who lets the first readers go before.
        await PassOnAsync(_hasListened ? ChangeTags.All : justStarted, stop);
        (IsListening, _hasListened, _rest) = (true, true, soonest);
        Record.Done(Now());
        long? greeted = null;
        while (true)
        {
            if (_heard.Count == 0 && !await connection.WaitAsync(greeted is null ? pulse : afterthought, stop))
                await ExecuteAsync(connection, "SELECT 1", stop);
            if (await HearAsync(stop))
            {
                await SayAsync(connection, wire.Saying([ChangeTags.Everything])!, stop);
                greeted = time.GetTimestamp();
            }
            else if (greeted is { } at && time.GetElapsedTime(at) >= afterthought)
            {
                await SayAsync(connection, wire.Saying([ChangeTags.Everything])!, stop);
                greeted = null;
            }
        }
    }

    // Said over another connection, as all else is, and heard over this one. Through a pooler that hands connections out by transaction it is not, and nothing else would be.
    private async Task GreetAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using (var other = new NpgsqlConnection(settings.Database))
        {
            await other.OpenAsync(stop);
            await SayAsync(other, wire.Greeting, stop);
        }

        while (!_heard.Contains(wire.Greeting))
        {
            if (!await connection.WaitAsync(echo, stop))
                throw new UnheardException("Nothing is heard over the line on which copies of the program tell each other of changes: does a pooler in transaction mode stand before the database? Then name the server itself by --direct or WHALEPAPER_DATABASE_DIRECT.");
        }
    }

    // What is counted is counted at once; what changed is passed on in one go.
    private void Hear(NpgsqlNotificationEventArgs said)
    {
        if (string.Equals(said.Channel, SharedCounts.Name, StringComparison.Ordinal))
            counts.Take(said.Payload);
        else
            _heard.Enqueue(said.Payload);
    }

    /// <returns>Whether another copy greeted.</returns>
    private async Task<bool> HearAsync(CancellationToken stop)
    {
        var (tags, isGreeted) = (new HashSet<string>(StringComparer.Ordinal), false);
        while (_heard.TryDequeue(out var said))
            isGreeted |= wire.Take(said, tags);
        if (tags.Count > 0)
            await PassOnAsync(tags, stop);
        return isGreeted;
    }

    private async Task PassOnAsync(IReadOnlySet<string> tags, CancellationToken stop)
    {
        foreach (var listener in listeners)
        {
            try
            {
                await listener.ChangedAsync(tags, stop);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Unheard(exception);
            }
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    // Of its own: it is held for as long as the program runs.
    private string Address() => new NpgsqlConnectionStringBuilder(settings.Sessions) { Pooling = false, ApplicationName = "whalepaper changes", CommandTimeout = 10, Timeout = 10 }.ToString();

    private static async Task SayAsync(NpgsqlConnection connection, string said, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = ChangeWire.Name }, new() { Value = said } } };
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    [LoggerMessage(LogLevel.Warning, "The line on which copies of the program tell each other of changes is down; trying again.")]
    private partial void Lost(Exception exception);

    [LoggerMessage(LogLevel.Error, "What another copy changed could not be passed on.")]
    private partial void Unheard(Exception exception);
}

/// <summary>What is said to other copies does not come through.</summary>
/// <param name="message">Why that may be, for who runs the house.</param>
internal sealed class UnheardException(string message) : Exception(message);
