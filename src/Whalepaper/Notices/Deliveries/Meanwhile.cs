namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// What a round has to do besides while a message is under way. Who carries it does this at the moments when they would only wait for its receiver: so one thread
/// serves a whole batch, and nobody has to be woken for the rest.
/// </summary>
/// <param name="writeDown">Writes down what became of the message before.</param>
/// <param name="getReady">Begins to get the next one ready.</param>
public sealed class Meanwhile(Func<Task> writeDown, Action getReady)
{
    private Action? _getReady = getReady;
    private Task? _written;

    /// <summary>Writes down what became of the message before, once. Until that has ended well, nothing may be handed over.</summary>
    public Task WriteDownAsync() => _written ??= writeDown();

    /// <summary>Begins to get the next message ready, once: this one was handed over, and its receiver makes up their mind. Does nothing before the last one is written down, for the database serves one at a time.</summary>
    public void GetReady()
    {
        if (_written is not { IsCompletedSuccessfully: true })
            return;
        var begin = _getReady;
        _getReady = null;
        begin?.Invoke();
    }
}
