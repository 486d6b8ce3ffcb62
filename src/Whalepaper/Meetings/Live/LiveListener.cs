using System.IO.Pipelines;

namespace Whalepaper.Meetings.Live;

/// <summary>Where somebody listens.</summary>
/// <param name="MeetingId">At which meeting.</param>
/// <param name="TopicId">Its topic's database number.</param>
/// <param name="Variant">As whom, and in which language.</param>
/// <param name="MemberId">Who.</param>
/// <param name="SignInId">The sign-in of their browser, on which their right rests.</param>
public sealed record LivePlace(int MeetingId, int TopicId, LiveVariant Variant, int MemberId, int SignInId);

/// <summary>
/// One open page. It has room for one state, the newest: who reads slowly misses what was in between, and nothing ever queues up. Whoever puts a state there writes it too, for as long
/// as the connection takes the bytes at once; no other thread is woken for it.
/// </summary>
internal sealed class LiveListener(LivePlace place)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PipeWriter? _body;
    private LiveState? _waiting;
    private long _last;
    private bool _isStirred;
    private bool _isWriting;
    private bool _isClosed;

    /// <summary>Where they listen.</summary>
    public LivePlace Place => place;

    /// <summary>Puts a state there in place of an older one that was not written yet.</summary>
    public void Put(LiveState state)
    {
        lock (_lock)
        {
            if (_waiting is null || _waiting.Number < state.Number)
                _waiting = state;
        }

        Write();
    }

    /// <summary>Has something written that means nothing, so that nobody on the way takes the connection for forgotten.</summary>
    public void Stir()
    {
        lock (_lock)
            _isStirred = true;
        Write();
    }

    /// <summary>Ends it: what is being written, or waits to be, is written.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            EndIfDone();
        }
    }

    /// <summary>Has each new state written, until it is closed or nobody reads any more. Once it has ended, nothing is written.</summary>
    /// <param name="body">Where to.</param>
    /// <param name="gone">Tells that nobody reads any more.</param>
    public async Task SendAsync(PipeWriter body, CancellationToken gone)
    {
        lock (_lock)
        {
            _body = body;
            EndIfDone();
        }

        Write();
        await using var left = gone.UnsafeRegister(static listener => ((LiveListener)listener!).Leave(), this);
        await _end.Task;
    }

    // One at a time writes; what is put there meanwhile is written by whoever writes.
    private void Write()
    {
        while (Next() is { Length: > 0 } bytes)
        {
            var writing = WriteAsync(bytes);
            if (!writing.IsCompletedSuccessfully)
            {
                _ = GoOnAsync(writing);
                return;
            }

            Wrote(writing.Result);
        }
    }

    // The connection takes no more at the moment: whoever put the state there goes on to the next listener.
    private async Task GoOnAsync(ValueTask<bool> writing)
    {
        Wrote(await writing);
        Write();
    }

    // Whether nobody reads any more. A connection that breaks off while it is written to is somebody who left.
    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return await _body!.WriteAsync(bytes, CancellationToken.None) is { IsCompleted: true } or { IsCanceled: true };
        }
        catch (Exception)
        {
            return true;
        }
    }

    private ReadOnlyMemory<byte> Next()
    {
        lock (_lock)
        {
            if (_isWriting || _body is null || _end.Task.IsCompleted)
                return default;
            var bytes = Fetch();
            _isWriting = bytes.Length > 0;
            EndIfDone();
            return bytes;
        }
    }

    private ReadOnlyMemory<byte> Fetch()
    {
        var (state, isStirred) = (_waiting, _isStirred);
        (_waiting, _isStirred) = (null, false);
        if (state is null || state.Number <= _last)
            return isStirred ? LiveRooms.Nothing : default;
        var bytes = state.After(_last);
        _last = state.Number;
        return bytes;
    }

    private void Wrote(bool isGone)
    {
        lock (_lock)
        {
            _isWriting = false;
            if (isGone)
                (_isClosed, _waiting) = (true, null);
            EndIfDone();
        }
    }

    // Nobody reads: nothing more is begun, and what is being written is given up.
    private void Leave()
    {
        bool isWriting;
        lock (_lock)
        {
            (_isClosed, _waiting) = (true, null);
            isWriting = _isWriting;
            EndIfDone();
        }

        if (isWriting)
            _body!.CancelPendingFlush();
    }

    // Within the lock.
    private void EndIfDone()
    {
        if (_isClosed && !_isWriting && _waiting is null)
            _end.TrySetResult();
    }
}
