using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Whalepaper.Meetings.Live;
using Whalepaper.Ui;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>A room whose regions say what the test wants, and hold still when it wants.</summary>
internal sealed class Scene : ILiveFragment
{
    private int _looks;
    private int _settings;

    /// <summary>What the region "now" says.</summary>
    public volatile string Now = "0";

    /// <summary>What the region "questions" says.</summary>
    public volatile string Questions = "none";

    /// <summary>What each setting waits for, once it has read what it shows; null for nothing.</summary>
    public volatile TaskCompletionSource? Gate;

    /// <summary>Told when a setting waits at the gate.</summary>
    public SemaphoreSlim AtGate { get; } = new(0);

    /// <summary>What the next setting fails with; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How often it was set.</summary>
    public int Settings => Volatile.Read(ref _settings);

    /// <summary>How often it was looked at.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>What was said to have changed at each look.</summary>
    public ConcurrentQueue<LiveParts> Changes { get; } = [];

    /// <summary>What the next look fails with; null for nothing.</summary>
    public Exception? Blindness { get; set; }

    public Task<ILiveSight> LookAsync(int meetingId, ILiveSight? before, LiveParts changed, CancellationToken cancellation)
    {
        Changes.Enqueue(changed);
        if (Blindness is { } blindness)
        {
            Blindness = null;
            throw blindness;
        }

        Interlocked.Increment(ref _looks);
        return Task.FromResult<ILiveSight>(new Sight(this, Now, Questions));
    }

    private sealed class Sight(Scene scene, string now, string questions) : ILiveSight
    {
        public async Task<IReadOnlyList<LiveRegion>> RenderAsync(LiveVariant variant, CancellationToken cancellation)
        {
            Interlocked.Increment(ref scene._settings);
            if (scene.Fault is { } fault)
            {
                scene.Fault = null;
                throw fault;
            }

            if (scene.Gate is { } gate)
            {
                scene.AtGate.Release();
                await gate.Task;
            }

            return [new("now", $"<p>{variant.Language.Tag}\r\n{variant.Audience} state {now}.</p>"), new("questions", $"<p>{questions}</p>")];
        }
    }
}

/// <summary>Somebody who listens, and reads when the test says so.</summary>
internal sealed class Reader
{
    private readonly Pipe _pipe;
    private readonly Func<Task> _go;
    private readonly StringBuilder _read = new();

    public Reader(LiveRooms rooms, LiveListener listener, long buffer = 64 * 1024)
    {
        _pipe = new Pipe(new PipeOptions(pauseWriterThreshold: buffer, resumeWriterThreshold: buffer / 2));
        var gone = new CancellationTokenSource();
        _go = gone.CancelAsync;
        Sending = SendAsync(rooms, listener, gone);
    }

    public Task Sending { get; }

    /// <summary>All that was read so far.</summary>
    public string Text => _read.ToString();

    /// <summary>Reads until this was said.</summary>
    public async Task UntilAsync(string said, CancellationToken cancellation)
    {
        while (!Text.Contains(said, StringComparison.Ordinal))
        {
            var result = await _pipe.Reader.ReadAsync(cancellation);
            foreach (var part in result.Buffer)
                _read.Append(Encoding.UTF8.GetString(part.Span));
            _pipe.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted && !Text.Contains(said, StringComparison.Ordinal))
                throw new EndOfStreamException($"It ended before it said '{said}': {Text}");
        }
    }

    /// <summary>Closes the page.</summary>
    public async Task GoAsync()
    {
        await _go();
        await Sending;
    }

    private async Task SendAsync(LiveRooms rooms, LiveListener listener, CancellationTokenSource gone)
    {
        using var _ = gone;
        try
        {
            await listener.SendAsync(_pipe.Writer, gone.Token);
        }
        catch (OperationCanceledException)
        {
            // Gone.
        }
        finally
        {
            rooms.Leave(listener);
            await _pipe.Writer.CompleteAsync();
        }
    }
}

/// <summary>Rooms over a scene.</summary>
internal static class LiveStage
{
    public static readonly LiveVariant Listener = new(Language.Chinese, LiveAudience.Listener);

    public static readonly LiveVariant Host = new(Language.English, LiveAudience.Host);

    public static LiveRooms Rooms(Scene scene, int most = 5_000, TimeProvider? time = null) =>
        new(scene, new LiveSettings(most, TimeSpan.Zero), time ?? TimeProvider.System, NullLogger<LiveRooms>.Instance);

    public static LivePlace Place(int member, LiveVariant variant, int meeting = 1) => new(meeting, 5, variant, member, member);

    public static Reader Listen(this LiveRooms rooms, int member, LiveVariant variant, int meeting = 1, long buffer = 64 * 1024) =>
        new(rooms, rooms.Enter(Place(member, variant, meeting)) ?? throw new InvalidOperationException("There is no place."), buffer);

    public static ValueTask ChangeAsync(this LiveRooms rooms, params string[] tags) => rooms.ChangedAsync(tags.ToHashSet(StringComparer.Ordinal), CancellationToken.None);
}
