using System.Diagnostics.Metrics;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Watching;

/// <summary>
/// The house's own figures, as a meter that anybody who watches in the ways of .NET can listen to. Nothing is counted while nobody asks: each figure is
/// looked up when it is, and what the database has to say is asked for beforehand, see <see cref="HouseReadings"/>.
/// </summary>
internal sealed class HouseMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Whalepaper";

    private readonly HouseReadings _readings;
    private readonly IServiceProvider _services;

    public HouseMeter(IMeterFactory meters, HouseReadings readings, LiveRooms rooms, DatabaseFaults faults, IServiceProvider services)
    {
        (_readings, _services) = (readings, services);
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("whalepaper.deliveries", States, "{delivery}", "Deliveries of the last 180 days by state, without those that a secret ballot keeps to itself.");
        meter.CreateObservableGauge("whalepaper.deliveries.lag", () => Of(reading => reading.Lag.TotalSeconds), "s", "For how long the oldest delivery that waits has been due.");
        meter.CreateObservableGauge("whalepaper.ballots.due", Ballots, "{ballot}", "Open ballots that close within a day, and that should be closed by now.");
        meter.CreateObservableGauge("whalepaper.live.listeners", () => rooms.Count, "{listener}", "Pages of running meetings that are kept up to date by this copy of the program.");
        meter.CreateObservableGauge("whalepaper.database.up", () => readings.Last is null ? 0 : 1, null, "Whether the database answered when these figures were asked for.");
        meter.CreateObservableCounter("whalepaper.database.errors", () => faults.Count, "{error}", "Failures of the database since the start; rows that a rule refused are none.");
        meter.CreateObservableCounter("whalepaper.work.failures", Failures, "{failure}", "Failures of work beside the requests since the start.");
        meter.CreateObservableGauge("whalepaper.work.done", Done, "s", "When work beside the requests was last done, in seconds since 1970.");
    }

    /// <summary>Asks anew for what only the database knows. A figure is looked up on the spot, and could not wait for it.</summary>
    public Task RefreshAsync(CancellationToken cancellation) => _readings.TakeAsync(cancellation);

    private IEnumerable<Measurement<double>> Of(Func<HouseReading, double> figure) => _readings.Last is { } reading ? [new(figure(reading))] : [];

    private IEnumerable<Measurement<int>> States() => _readings.Last is { } reading
        ? Enum.GetValues<DeliveryState>().Select(state => new Measurement<int>(reading.Deliveries.GetValueOrDefault(state), Label("state", state.ToString().ToLowerInvariant())))
        : [];

    private IEnumerable<Measurement<int>> Ballots() => _readings.Last is { } reading
        ? [new(reading.BallotsClosing, Label("when", "soon")), new(reading.BallotsOverdue, Label("when", "overdue"))]
        : [];

    private IEnumerable<Measurement<long>> Failures() => _services.RecordedWorks().Select(work => new Measurement<long>(work.Record.Run.Failures, Label("work", work.GetType().Name)));

    private IEnumerable<Measurement<double>> Done() => _services.RecordedWorks().Where(work => work.Record.Run.DoneAt is not null)
        .Select(work => new Measurement<double>(work.Record.Run.DoneAt!.Value.ToUnixTimeMilliseconds() / 1000d, Label("work", work.GetType().Name)));

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
