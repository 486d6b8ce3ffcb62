using System.IO.Pipelines;
using System.Threading.Channels;

namespace Whalepaper.Meetings.Live;

/// <summary>Where somebody listens.</summary>
/// <param name="MeetingId">At which meeting.</param>
/// <param name="TopicId">Its topic's database number.</param>
/// <param name="Variant">As whom, and in which language.</param>
/// <param name="MemberId">Who.</param>
/// <param name="SignInId">The sign-in of their browser, on which their right rests.</param>
public sealed record LivePlace(int MeetingId, int TopicId, LiveVariant Variant, int MemberId, int SignInId);

/// <summary>
/// One open page. It has room for one state, the newest: who reads slowly misses what was in between, and nothing ever queues up.
/// </summary>
internal sealed class LiveListener(LivePlace place)
{
    // Whoever rings it goes on to write: for as long as the connection takes the bytes at once, no other thread has to be woken for it.
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, AllowSynchronousContinuations = true });

    private LiveState? _waiting;
    private int _isStirred;
    private long _last;

    /// <summary>Where they listen.</summary>
    public LivePlace Place => place;

    /// <summary>Puts a state there in place of an older one that was not fetched yet.</summary>
    public void Put(LiveState state)
    {
        for (var waiting = Volatile.Read(ref _waiting); waiting is null || waiting.Number < state.Number;)
        {
            var found = Interlocked.CompareExchange(ref _waiting, state, waiting);
            if (ReferenceEquals(found, waiting))
                break;
            waiting = found;
        }

        _bell.Writer.TryWrite(true);
    }

    /// <summary>Has something written that means nothing, so that nobody on the way takes the connection for forgotten.</summary>
    public void Stir()
    {
        Volatile.Write(ref _isStirred, 1);
        _bell.Writer.TryWrite(true);
    }

    /// <summary>Ends it: what is being written is written.</summary>
    public void Close() => _bell.Writer.TryComplete();

    /// <summary>Writes each new state, until it is closed or nobody reads any more.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="gone">Tells that nobody reads any more.</param>
    public async Task SendAsync(PipeWriter body, CancellationToken gone)
    {
        while (await _bell.Reader.WaitToReadAsync(gone))
        {
            _bell.Reader.TryRead(out _);
            var bytes = Fetch();
            if (bytes.Length > 0 && (await body.WriteAsync(bytes, gone)).IsCompleted)
                return;
        }
    }

    private ReadOnlyMemory<byte> Fetch()
    {
        var isStirred = Interlocked.Exchange(ref _isStirred, 0) == 1;
        if (Interlocked.Exchange(ref _waiting, null) is not { } state || state.Number <= _last)
            return isStirred ? LiveRooms.Nothing : default;
        var bytes = state.After(_last);
        _last = state.Number;
        return bytes;
    }
}
