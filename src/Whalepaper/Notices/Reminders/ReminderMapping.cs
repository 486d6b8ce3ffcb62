using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Notices.Reminders;

internal sealed class ReminderMapping : IEntityTypeConfiguration<ReminderClock>
{
    public void Configure(EntityTypeBuilder<ReminderClock> builder)
    {
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
