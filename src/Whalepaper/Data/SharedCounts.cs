using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using NodaTime;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>
/// What is counted over all copies of the program, over the server that they share. It passes on what is said in one order, the same for all. Who asks in turn (<see cref="AskAsync"/>) is counted by
/// every copy when it hears of it, by its own too, and let through if there was room at that place in the order: of any number of tries at any number of copies in the same instant, as many pass as at one.
/// Who tells (<see cref="Tell"/>) has decided by what it knew, and the others learn it some thousandths of a second later. Nothing is kept: a copy that starts begins at nothing, and one that cannot
/// hear decides for itself. On SQLite, and where no other copy is, nothing is said.
/// </summary>
internal sealed partial class SharedCounts(DataSettings settings, ChangeWire wire, TimeProvider time, ILogger<SharedCounts> logger) : BackgroundService, IRecordedWork
{
    /// <summary>The name under which the server passes it on.</summary>
    public const string Name = "whalepaper_counts";

    /// <summary>How long one waits for their turn. A line that takes longer is as good as none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // So many fit into what the server takes at a time, which is less than 8,000 bytes.
    private const int AtOnce = 100;
    private const char Break = '\n';

    // While the database does not answer, the newest are told to nobody.
    private readonly Channel<string> _untold = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, Func<string, bool>> _counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Turn> _waiting = new(StringComparer.Ordinal);
    private long _asked;

    /// <inheritdoc />
    public WorkRecord Record { get; } = new();

    /// <inheritdoc />
    public bool IsWanted => settings.IsPostgres;

    /// <summary>Has what other copies count counted here too. Whoever counts says so before the program listens: see <see cref="CountingRegistration"/>.</summary>
    /// <param name="counter">What is counted: the same word in every copy, of at most 20 signs, without spaces.</param>
    /// <param name="count">Counts one for a key, if there is room, and says whether there was. It is called by the thread that hears, and lets it go on at once.</param>
    public void Hear(string counter, Func<string, bool> count) => _counters[counter] = count;

    /// <summary>Tells the other copies that one was counted here.</summary>
    /// <param name="counter">What is counted.</param>
    /// <param name="key">For whom: at most 40 signs, none of them a space or a line break.</param>
    public void Tell(string counter, string key)
    {
        if (settings.IsPostgres && !wire.IsAlone)
            _untold.Writer.TryWrite($"{counter} {key}");
    }

    /// <summary>Counts one in the order in which all copies count, and says whether there was room.</summary>
    /// <param name="counter">What is counted: it must be heard, see <see cref="Hear"/>.</param>
    /// <param name="key">For whom: at most 40 signs, none of them a space or a line break.</param>
    public async Task<bool> AskAsync(string counter, string key)
    {
        var count = _counters[counter];
        if (!settings.IsPostgres || wire.IsAlone)
            return count(key);
        var number = Interlocked.Increment(ref _asked).ToString(CultureInfo.InvariantCulture);
        var turn = new Turn(() => count(key));
        _waiting[number] = turn;
        _untold.Writer.TryWrite($"{counter} {key} {number}");
        // Its turn would not be heard. The others may hear of it all the same.
        if (!wire.IsListening)
            Decide(number);
        try
        {
            return await turn.Room.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            Decide(number);
            return await turn.Room;
        }
    }

    /// <summary>Notes that this copy listens no longer: nobody waits for what will not be heard.</summary>
    public void Lose()
    {
        foreach (var number in _waiting.Keys)
            Decide(number);
    }

    /// <summary>Takes what a copy said, this one too.</summary>
    public void Take(string said)
    {
        var lines = said.Split(Break);
        var isOwn = string.Equals(lines[0], wire.Copy, StringComparison.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var words = line.Split(' ');
            if (words.Length is not (2 or 3) || !_counters.TryGetValue(words[0], out var count))
                continue;
            // What one told oneself was counted before.
            if (!isOwn)
                count(words[1]);
            else if (words is [_, _, var number])
                Decide(number);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (settings.IsPostgres && await _untold.Reader.WaitToReadAsync(stoppingToken))
        {
            var lines = new List<string> { wire.Copy };
            while (lines.Count <= AtOnce && _untold.Reader.TryRead(out var line))
                lines.Add(line);
            var said = string.Join(Break, lines);
            try
            {
                await SayAsync(said, stoppingToken);
                Record.Done(Instant.FromDateTimeOffset(time.GetUtcNow()));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Record.Failed(Instant.FromDateTimeOffset(time.GetUtcNow()), exception);
                Untold(exception);
                // Who waits for their turn is counted here at least, and at once.
                Take(said);
            }
        }
    }

    // One after the other, so that they are heard in the order in which they were counted; over a connection of those that everybody uses.
    private async Task SayAsync(string said, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(settings.Database);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = Name }, new() { Value = said } } };
        await command.ExecuteNonQueryAsync(stop);
    }

    // Whoever comes first with a number decides: it is counted once here, however late it is heard.
    private void Decide(string number)
    {
        if (_waiting.TryRemove(number, out var turn))
            turn.Decide();
    }

    private sealed class Turn(Func<bool> count)
    {
        // The thread that hears goes on hearing.
        private readonly TaskCompletionSource<bool> _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Room => _room.Task;

        public void Decide() => _room.SetResult(count());
    }

    [LoggerMessage(LogLevel.Warning, "The other copies of the program could not be told what was counted here; they count without it.")]
    private partial void Untold(Exception exception);
}

/// <summary>Somebody who counts over all copies.</summary>
/// <param name="By">Who.</param>
internal sealed record WhoCounts(object By);

/// <summary>Puts those who count over all copies into the container.</summary>
internal static class CountingRegistration
{
    /// <summary>Registers one, so that it is there before anything is heard of others.</summary>
    public static IServiceCollection AddCounting<T>(this IServiceCollection services) where T : class =>
        services.AddSingleton<T>().AddSingleton(container => new WhoCounts(container.GetRequiredService<T>()));
}
