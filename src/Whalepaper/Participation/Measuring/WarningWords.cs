using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Measuring;

/// <summary>Tells a member what would still suffice, as it stands when it is sent; who is on the way through meanwhile, exempt or on leave hears nothing.</summary>
internal sealed class WarningWords(WhalepaperDb db, IClock clock, PublicAddress house, ReminderHours hours, IStringLocalizer<ParticipationTexts> texts) : IDeliveryContent
{
    private HashSet<int> _expected = [];
    private TopicFrame? _frame;
    private Dictionary<int, RollLine> _lines = [];
    private HashSet<int> _onLeave = [];

    public string Kind => ParticipationMessages.Warning;

    // A batch is measured at once: one member costs as many questions as all of them.
    public async Task ExpectAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _expected = [.. batch.Select(delivery => delivery.MemberId).OfType<int>()];
        (_frame, _lines) = (null, []);
        var now = clock.GetCurrentInstant();
        var frames = await TopicFrames.ReadAsync(db, null, 1, now, cancellation);
        if (frames.All is not [{ IsOver: false } frame, ..])
            return;
        (_frame, _lines) = (frame, (await db.RollOfAsync(frames, [.. _expected], cancellation)).ToDictionary(line => line.MemberId));
        int[] ids = [.. _expected];
        _onLeave = [.. await db.OnLeave(frames.Zone, now).Where(member => EF.Parameter(ids).Contains(member)).ToListAsync(cancellation)];
    }

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.MemberId is not { } me || !int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var topic))
            return null;
        if (!_expected.Contains(me))
            await ExpectAsync([delivery], cancellation);
        if (_frame is not { } frame || frame.Id != topic || _onLeave.Contains(me) || !_lines.TryGetValue(me, out var line) || !line.Meter.IsUrgent)
            return null;
        var last = frame.Left.Count > 0 ? frame.Left[^1].Day : frame.Ends;
        return new Message(
            texts["Warning.Subject", frame.Number],
            texts["Warning.Text", frame.Number, texts.Done(line.Meter), texts.Asked(frame.Policy), texts.Ways(line.Meter), last is { } day ? await hours.SayDayAsync(day, reader, cancellation) : texts["Warning.End"].Value],
            house.Of(ParticipationPaths.PageOf(line.Handle, frame.Number)), texts["Warning.Act"]);
    }
}
