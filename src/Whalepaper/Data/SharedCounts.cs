using System.Collections.Concurrent;
using System.Threading.Channels;
using NodaTime;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>
/// What is counted over all copies of the program. Each decides by what it knows itself, and no reader waits for the others: what one lets through it tells them right after, and they count
/// it too. Who asks three copies in the same instant finds the others some thousandths of a second behind; once they heard of it, all of them refuse. Nothing is kept: a copy that starts
/// begins at nothing, and one that cannot hear counts for itself. On SQLite nobody else is there, and nothing is told.
/// </summary>
internal sealed partial class SharedCounts(DataSettings settings, ChangeWire wire, TimeProvider time, ILogger<SharedCounts> logger) : BackgroundService, IRecordedWork
{
    /// <summary>The name under which the server passes it on.</summary>
    public const string Name = "whalepaper_counts";

    // So many fit into what the server takes at a time, which is less than 8,000 bytes.
    private const int AtOnce = 100;
    private const char Break = '\n';

    // While the database does not answer, the newest are told to nobody.
    private readonly Channel<string> _untold = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, Action<string>> _counters = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public WorkRecord Record { get; } = new();

    /// <inheritdoc />
    public bool IsWanted => settings.IsPostgres;

    /// <summary>Has what other copies count counted here too. Whoever counts says so before the program listens: see <see cref="CountingRegistration"/>.</summary>
    /// <param name="counter">What is counted: the same word in every copy, without spaces.</param>
    /// <param name="count">Counts one for a key. It is called by the thread that hears, and lets it go on at once.</param>
    public void Hear(string counter, Action<string> count) => _counters[counter] = count;

    /// <summary>Tells the other copies that one was counted here.</summary>
    /// <param name="counter">What is counted.</param>
    /// <param name="key">For whom: at most 40 signs, none of them a space or a line break.</param>
    public void Tell(string counter, string key)
    {
        if (settings.IsPostgres && !wire.IsAlone)
            _untold.Writer.TryWrite($"{counter} {key}");
    }

    /// <summary>Takes what a copy told.</summary>
    public void Take(string said)
    {
        var lines = said.Split(Break);
        if (string.Equals(lines[0], wire.Copy, StringComparison.Ordinal))
            return;
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(' ') is [var counter, var key] && _counters.TryGetValue(counter, out var count))
                count(key);
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
            try
            {
                await SayAsync(string.Join(Break, lines), stoppingToken);
                Record.Done(Instant.FromDateTimeOffset(time.GetUtcNow()));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Record.Failed(Instant.FromDateTimeOffset(time.GetUtcNow()), exception);
                Untold(exception);
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
