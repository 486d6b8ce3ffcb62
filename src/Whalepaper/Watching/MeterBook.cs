using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Whalepaper.Watching;

/// <summary>
/// Listens to the meters that are told at <c>/metrics</c>, from the first time that somebody asks: while nobody does, no request costs anything for it. The
/// list below is all that is told, with all its labels; a label names a route and never an address, so none names a person or carries a key.
/// </summary>
internal sealed class MeterBook : IDisposable
{
    private static readonly Dictionary<string, string[]> told = new(StringComparer.Ordinal)
    {
        ["http.server.request.duration"] = ["http.request.method", "http.route", "http.response.status_code"],
        ["dotnet.process.cpu.time"] = ["cpu.mode"],
        ["dotnet.process.memory.working_set"] = [],
        ["dotnet.gc.collections"] = ["gc.heap.generation"],
        ["dotnet.gc.pause.time"] = [],
        ["dotnet.gc.last_collection.memory.committed_size"] = [],
        ["dotnet.thread_pool.thread.count"] = [],
        ["dotnet.thread_pool.queue.length"] = [],
        ["dotnet.exceptions"] = ["error.type"],
        ["whalepaper.deliveries"] = ["state"],
        ["whalepaper.deliveries.lag"] = [],
        ["whalepaper.ballots.due"] = ["when"],
        ["whalepaper.live.listeners"] = [],
        ["whalepaper.database.up"] = [],
        ["whalepaper.database.errors"] = [],
        ["whalepaper.work.failures"] = ["work"],
        ["whalepaper.work.done"] = ["work"],
    };

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MeterFamily> _families = [];

    public MeterBook(IMeterFactory meters, HouseMeter house)
    {
        ArgumentNullException.ThrowIfNull(house);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Several sites may run in one process, each with meters of its own; the runtime's belong to all.
            if (told.TryGetValue(instrument.Name, out var labels) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, meters)))
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, one => new MeterFamily(one, labels)));
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MeterFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MeterFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MeterFamily)family!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>All figures as they are now, in the text format of Prometheus, version 0.0.4.</summary>
    public string Write()
    {
        lock (_lock)
        {
            foreach (var family in _families.Values)
                family.Begin();
            _listener.RecordObservableInstruments();
            var page = new StringBuilder(16 * 1024);
            foreach (var family in _families.Values.OrderBy(one => one.Name, StringComparer.Ordinal))
                family.Write(page);
            return page.ToString();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
